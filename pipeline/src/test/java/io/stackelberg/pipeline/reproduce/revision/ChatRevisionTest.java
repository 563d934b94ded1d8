package io.stackelberg.pipeline.reproduce.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.environment.fake.FakeServer;
import io.stackelberg.environment.http.AttemptListener;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.HttpEndpoint;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Habit;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Stop;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Trace;
import io.stackelberg.pipeline.reproduce.revision.RiskQuestion.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChatRevisionTest {
  private static final RiskQuestion AUDIT =
      new RiskQuestion("audit_rights", "control", Reading.EXPOSURE, List.of("audit"), "");
  private static final Clause CLAUSE =
      new Clause("c", "d", AUDIT, true, "We may audit your books.");
  private static final Habit HABIT = new Habit(2, 2, Habit.End.RISK_ALLOWED);

  private final List<ChatRequest> asked = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  private ChatEndpoint scripted(Usage usage, String finish, String... replies) {
    return (request, callId) -> {
      asked.add(request);
      calls.add(callId);
      return new ChatReply(
          replies[asked.size() - 1],
          List.of(),
          Optional.of(finish),
          usage,
          Optional.empty(),
          Optional.empty(),
          1,
          true);
    };
  }

  @Test
  void aModelRevisesUntilItsVerdictIsAllowed() {
    RevisionRounds rounds = RevisionExecutor.chat(
            scripted(Usage.of(30, 10), "stop", "RISK: 0.9", "Audit once a year.", "RISK: 0.2"),
            "scripted",
            5)
        .rounds();
    Trace trace = rounds.run(
        CLAUSE, Optional.of(new RiskBudget(0.3, 1_000)), HABIT, 0.5, chance -> chance == 1);

    assertEquals("Audit once a year.", trace.text());
    assertEquals(0.2, trace.riskSeen());
    assertEquals(OptionalLong.of(120), trace.tokens());
    assertEquals(Stop.RISK_ALLOWED, trace.stop());
    String system = asked.get(1).messages().get(0).text();
    assertTrue(system.contains("In control, leave a risk of at most 0.3"), system);
    assertTrue(system.contains("at most 1000 tokens per clause."), system);
    assertTrue(asked.get(1).messages().get(1).text().endsWith(CLAUSE.text()));
    assertTrue(asked.get(1).maxTokens().getAsInt() < 960, "the room left by 40 tokens spent");
    assertEquals(3, new HashSet<>(calls).size(), "each request has its own name");
  }

  @Test
  void anUnguidedModelIsToldOfNoBudget() {
    new ChatReviser(scripted(Usage.of(1, 1), "stop", "DELETE"), "m")
        .revise(new ClauseReviser.Request(
            AUDIT, CLAUSE.text(), 2, Optional.empty(), OptionalLong.empty()))
        .ifPresent(draft -> assertEquals("", draft.text()));

    assertEquals(1, asked.size());
    assertFalse(asked.get(0).messages().get(0).text().contains("at most"));
    assertTrue(asked.get(0).maxTokens().isEmpty());
    assertTrue(asked.get(0).messages().get(1).text().contains("change more than before"));
  }

  @Test
  void aClauseCutOffIsPaidForAndChangesNothing() {
    ClauseReviser.Draft draft = new ChatReviser(scripted(Usage.of(9, 1), "length", "We"), "m")
        .revise(new ClauseReviser.Request(
            AUDIT, CLAUSE.text(), 1, Optional.empty(), OptionalLong.empty()))
        .orElseThrow();

    assertEquals(CLAUSE.text(), draft.text());
    assertEquals(OptionalLong.of(10), draft.tokens());
  }

  @Test
  void aVerdictWithoutANumberFailsAndUnknownUsageStaysUnknown() {
    for (String reply :
        new String[] {"fine", "RISK: high", "RISK: 1.5", "RISK: 7", "RISK: 0.2.3"}) {
      asked.clear();
      EndpointException failure = assertThrows(
          EndpointException.class,
          () -> new ChatVerifier(scripted(Usage.UNKNOWN, "stop", reply), "m")
              .verify(AUDIT, CLAUSE.text()),
          reply);
      assertEquals(EndpointException.Reason.MALFORMED, failure.reason());
    }
    asked.clear();
    ClauseVerifier.Verdict verdict =
        new ChatVerifier(scripted(Usage.UNKNOWN, "stop", "So: RISK: 0.25."), "m").verify(AUDIT, "");
    assertEquals(0.25, verdict.risk());
    assertTrue(verdict.tokens().isEmpty());
    assertTrue(asked.get(0).messages().get(1).text().endsWith("(deleted)"));
  }

  @Test
  void aDraftComesOverHttpWithTheProvidersCounts() throws IOException {
    try (FakeServer server = FakeServer.start(
        FakeServer.Options.of(SimulationProfile.named("paper-like"), 3).withApiKey("secret"))) {
      ChatReviser reviser = new ChatReviser(
          new HttpEndpoint(
              EndpointOptions.of(server.baseUrl(), Optional.of(RevisionExecutor.API_KEY)),
              Map.of(RevisionExecutor.API_KEY, "secret")::get,
              AttemptListener.NONE),
          "simulated");
      ClauseReviser.Draft draft = reviser
          .revise(new ClauseReviser.Request(
              AUDIT, CLAUSE.text(), 1, Optional.empty(), OptionalLong.empty()))
          .orElseThrow();

      assertFalse(draft.text().isBlank());
      assertTrue(draft.tokens().getAsLong() > 0);
      assertEquals(1, draft.chance());
    }
  }

  @Test
  void theEnvironmentChoosesTheExecutor() {
    assertTrue(RevisionExecutor.fromEnvironment(name -> null)
        .evidence()
        .contains("No language model was called"));
    Map<String, String> named =
        Map.of(RevisionExecutor.BASE_URL, "http://127.0.0.1:9/v1", RevisionExecutor.MODEL, "tiny");
    RevisionExecutor chat = RevisionExecutor.fromEnvironment(named::get);
    assertTrue(chat.evidence().contains("the chat model tiny"), chat.evidence());
    assertEquals(20, chat.largestSample().getAsInt());
    assertThrows(
        InputException.class,
        () -> RevisionExecutor.fromEnvironment(
            Map.of(RevisionExecutor.BASE_URL, "http://127.0.0.1:9/v1")::get));
  }
}
