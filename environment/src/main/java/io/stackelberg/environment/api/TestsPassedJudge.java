package io.stackelberg.environment.api;

/** The share of tests that an answer passes. */
public final class TestsPassedJudge implements Judge {
  private final AnswerTests tests;

  /** A judge by these tests. */
  public TestsPassedJudge(AnswerTests tests) {
    this.tests = tests;
  }

  @Override
  public String provenance() {
    return "judge:tests-passed/1 " + tests.name();
  }

  @Override
  public Judgement judge(Answered answered) {
    AnswerTests.Result result = tests.run(answered.task(), answered.text());
    return result.total() == 0
        ? Judgement.unable("there is no test for the task")
        : Judgement.of(
            (double) result.passed() / result.total(),
            result.passed() + " of " + result.total() + " tests");
  }
}
