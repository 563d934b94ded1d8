package io.stackelberg.environment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.TokenEstimator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgesTest {
  private static ChatTask task(String reference, String pattern, List<String> keys) {
    return new ChatTask(
        "t",
        "s",
        "fact",
        List.of(),
        "prompt",
        Optional.ofNullable(reference),
        Optional.ofNullable(pattern),
        keys,
        List.of());
  }

  private static OptionalDouble judge(Judge judge, ChatTask task, String answer) {
    return judge.judge(new Judge.Answered(task, answer, "call", "s")).quality();
  }

  private static final OptionalDouble UNABLE = OptionalDouble.empty();
  private static final OptionalDouble RIGHT = OptionalDouble.of(1);
  private static final OptionalDouble WRONG = OptionalDouble.of(0);

  @Test
  void exactMatchReadsTheAnswerLine() {
    Judge judge = new ExactMatchJudge();
    assertEquals(
        RIGHT, judge(judge, task("New  York", null, List.of()), "Hm.\nANSWER: new york \nyes"));
    assertEquals(RIGHT, judge(judge, task("42", null, List.of()), " 42\n"));
    assertEquals(WRONG, judge(judge, task("42", null, List.of()), "Answer: 42 apples"));
    assertEquals(UNABLE, judge(judge, task(null, null, List.of()), "42"));
  }

  @Test
  void patternJudgeSearchesOrGrades() {
    assertEquals(RIGHT, judge(PatternJudge.ofTask(), task(null, "4[0-9]", List.of()), "it is 42"));
    assertEquals(WRONG, judge(PatternJudge.ofTask(), task(null, "4[0-9]", List.of()), "it is 32"));
    assertEquals(UNABLE, judge(PatternJudge.ofTask(), task("42", null, List.of()), "42"));
    ChatTask any = task(null, null, List.of());
    assertEquals(
        OptionalDouble.of(0.8125),
        judge(PatternJudge.simulated(), any, "Answer: x\nSimulated quality: 0.812500\nmore"));
    assertEquals(UNABLE, judge(PatternJudge.simulated(), any, "Answer: x"));
    Judge grade = PatternJudge.grade(Pattern.compile("grade (\\S+)"));
    assertEquals(UNABLE, judge(grade, any, "grade 7"));
    assertEquals(UNABLE, judge(grade, any, "grade A"));
    assertEquals(UNABLE, judge(grade, any, "grade NaN"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | 1",
        "```json~{\"a\":1}~``` | 1",
        "Answer: {\"a\":1} | 1",
        "{\"a\":2} | 0",
        "{\"a\":1} and more | 0",
        "{\"b\":1} | 0",
        "no JSON | 0"
      })
  void jsonJudge(String answer, double quality) {
    assertEquals(
        OptionalDouble.of(quality),
        judge(new JsonJudge(), task("{\"a\": 1}", null, List.of("a")), answer.replace('~', '\n')));
  }

  @Test
  void jsonJudgeNeedsSomethingToCompareWith() {
    assertEquals(UNABLE, judge(new JsonJudge(), task("plain text", null, List.of()), "{}"));
  }

  @Test
  void testsPassedIsAShare() {
    Judge judge = new TestsPassedJudge(new PhraseTests());
    assertEquals("judge:tests-passed/1 phrases/1", judge.provenance());
    assertEquals(
        OptionalDouble.of(0.5),
        judge(judge, task(null, null, List.of("Sort", "merge")), "to sort"));
    assertEquals(UNABLE, judge(judge, task("x", null, List.of()), "x"));
  }

  @Test
  void nullJudgeReadsLengthAlone() {
    Judge judge = new LengthJudge(10);
    double one = judge(judge, task(null, null, List.of()), "a".repeat(40)).getAsDouble();
    double other = judge(judge, task("x", null, List.of()), "b".repeat(40)).getAsDouble();
    // 40 characters are 10 tokens, the scale: 1 - 1/e.
    assertEquals(1 - Math.exp(-1), one, 1e-12);
    assertEquals(one, other);
    assertTrue(judge(judge, task(null, null, List.of()), "a".repeat(44)).getAsDouble() > one);
  }

  private static Judgement compared(ChatEndpoint model, MemoryLedger ledger) {
    MeteredEndpoint endpoint = new MeteredEndpoint(
        model,
        ledger,
        Pricing.UNKNOWN,
        MeteredEndpoint.worstCase(TokenEstimator.QUARTER_OF_BYTES, Pricing.UNKNOWN));
    return new ModelJudge(endpoint, "judge", "Correctness counts.", Templates.defaults())
        .judge(new Judge.Answered(
            task("good", null, List.of()), "best", "run/arm/s/0/act-0", "arm/s"));
  }

  @Test
  void modelJudgeShowsBothOrders() {
    MemoryLedger ledger = new MemoryLedger(OptionalLong.empty());
    Judgement prefersBest = compared(
        (request, callId) -> {
          String shown = request.messages().get(1).text();
          return Replies.text(shown.indexOf("best") < shown.indexOf("good") ? "A" : "B");
        },
        ledger);
    assertEquals(RIGHT, prefersBest.quality());
    assertEquals(2, prefersBest.calls().size());
    assertEquals(
        List.of("run/arm/s/0/act-0/judge-ab", "run/arm/s/0/act-0/judge-ba"),
        List.copyOf(ledger.settled.keySet()));
  }

  @Test
  void modelJudgeReportsThatPositionDecided() {
    Judgement first =
        compared((request, callId) -> Replies.text("A."), new MemoryLedger(OptionalLong.empty()));
    assertEquals(OptionalDouble.of(0.5), first.quality());
    assertTrue(first.note().startsWith(ModelJudge.DISAGREEMENT), first.note());
    Judgement tie =
        compared((request, callId) -> Replies.text("TIE"), new MemoryLedger(OptionalLong.empty()));
    assertEquals("orders agree: 0.5 and 0.5", tie.note());
  }

  @Test
  void unreadableVerdictIsNoQuality() {
    assertEquals(
        UNABLE,
        compared((request, callId) -> Replies.text("hm"), new MemoryLedger(OptionalLong.empty()))
            .quality());
  }
}
