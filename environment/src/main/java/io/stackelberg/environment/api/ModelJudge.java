package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a model to compare the answer with the task's reference by a rubric, in both orders: a win is 1, a
 * tie ½, a loss 0, and the quality is the mean of the two.
 *
 * <p>When the two verdicts differ the note begins with {@code orders disagree}: position decided, not
 * content. When a verdict cannot be read there is no quality.
 */
public final class ModelJudge implements Judge {
  /** What {@link Judgement#note()} begins with when the order of the answers changed the verdict. */
  public static final String DISAGREEMENT = "orders disagree";

  private static final Pattern VERDICT = Pattern.compile("\\b(A|B|TIE)\\b");
  private static final int MAX_TOKENS = 16;

  private final MeteredEndpoint endpoint;
  private final String model;
  private final String rubric;
  private final Templates templates;

  /**
   * A judge that asks a model.
   *
   * @param endpoint books the judge's calls beside the others
   * @param model name of the judging model
   * @param rubric what makes an answer good
   */
  public ModelJudge(MeteredEndpoint endpoint, String model, String rubric, Templates templates) {
    this.endpoint = endpoint;
    this.model = Require.nonBlank("model", model);
    this.rubric = Require.nonBlank("rubric", rubric);
    this.templates = templates;
  }

  @Override
  public String provenance() {
    return "judge:model-pairwise/1 model="
        + model
        + " rubric="
        + HexFormat.of().toHexDigits(SeedSplitter.firstLong(rubric))
        + " templates="
        + templates.hash();
  }

  @Override
  public Judgement judge(Answered answered) {
    if (answered.task().reference().isEmpty()) {
      return Judgement.unable("the task has no reference to compare with");
    }
    List<ChatRequest> orders = requests(answered.task(), answered.text());
    PaidReply shownFirst =
        endpoint.send(orders.get(0), answered.callId() + "/judge-ab", answered.account());
    PaidReply shownSecond =
        endpoint.send(orders.get(1), answered.callId() + "/judge-ba", answered.account());
    List<PaidReply> calls = List.of(shownFirst, shownSecond);
    OptionalDouble one = points(shownFirst, "A", "B");
    OptionalDouble other = points(shownSecond, "B", "A");
    if (one.isEmpty() || other.isEmpty()) {
      return new Judgement(OptionalDouble.empty(), "a verdict could not be read", calls);
    }
    boolean agree = one.getAsDouble() == other.getAsDouble();
    return new Judgement(
        OptionalDouble.of((one.getAsDouble() + other.getAsDouble()) / 2),
        (agree ? "orders agree: " : DISAGREEMENT + ": ")
            + one.getAsDouble()
            + " and "
            + other.getAsDouble(),
        calls);
  }

  @Override
  public List<ChatRequest> requests(ChatTask task, String answer) {
    return task.reference()
        .map(reference ->
            List.of(comparison(task, answer, reference), comparison(task, reference, answer)))
        .orElse(List.of());
  }

  private ChatRequest comparison(ChatTask task, String first, String second) {
    List<ChatMessage> messages = List.of(
        new ChatMessage(
            Role.SYSTEM, templates.render(Templates.Name.JUDGE_SYSTEM, Map.of("rubric", rubric))),
        new ChatMessage(
            Role.USER,
            templates.render(
                Templates.Name.JUDGE_USER,
                Map.of("prompt", task.prompt(), "first", first, "second", second))));
    return new ChatRequest(
        model,
        messages,
        OptionalInt.of(MAX_TOKENS),
        OptionalDouble.of(0),
        OptionalLong.of(0),
        List.of(),
        false);
  }

  private static OptionalDouble points(PaidReply call, String win, String loss) {
    Matcher verdict = VERDICT.matcher(call.reply().text().toUpperCase(Locale.ROOT));
    if (!call.reply().isComplete() || !verdict.find()) {
      return OptionalDouble.empty();
    }
    String word = verdict.group(1);
    return OptionalDouble.of(word.equals(win) ? 1 : word.equals(loss) ? 0 : 0.5);
  }
}
