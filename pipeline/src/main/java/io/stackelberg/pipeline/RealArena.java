package io.stackelberg.pipeline;

import io.stackelberg.environment.api.TurnFailedException;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Arena whose calibration and evaluation turns are played by an executor that may cost money; what was learned from
 * stays that of another arena.
 *
 * <p>Policies of one batch play side by side: sessions in a seeded random order, the policies of each session in
 * another. A policy that commits as an earlier one did at every context on that one's way would ask for the same turns:
 * it takes them over. A session in which some turn came to no measured outcome is left out for every policy, and
 * counted.
 */
final class RealArena implements Arena {
  /** Type of environment in results. */
  static final String TYPE = "openai";

  private static final int HOPELESS = 5;

  private final Arena learned;
  private final Function<String, TurnExecutor> executors;
  private final Map<Part, List<String>> sessions;
  private final SeedSplitter seeds;
  private final Tasks tasks;
  private final CallProgress progress;
  private final Map<Part, List<Arm>> arms = new EnumMap<>(Part.class);
  private final Map<String, String> leftOut = new TreeMap<>();

  /** What a policy played, by session. */
  record Arm(String name, LeaderPolicy policy, Map<String, List<Turn>> turns) {}

  /**
   * An arena.
   *
   * @param learned whose fitting part was learned from
   * @param executors the executor of an arm by the arm's name
   * @param sessions of the calibration and the evaluation part
   * @param tasks for sessions that are played at once
   */
  RealArena(
      Arena learned,
      Function<String, TurnExecutor> executors,
      Map<Part, List<String>> sessions,
      SeedSplitter seeds,
      Tasks tasks,
      CallProgress progress) {
    this.learned = learned;
    this.executors = executors;
    this.sessions = Map.copyOf(sessions);
    this.seeds = seeds;
    this.tasks = tasks;
    this.progress = progress;
  }

  @Override
  public ActionSet actions() {
    return learned.actions();
  }

  @Override
  public CostUnit unit() {
    return learned.unit();
  }

  @Override
  public Directive baseline() {
    return learned.baseline();
  }

  @Override
  public List<Commitment> menu() {
    return learned.menu();
  }

  @Override
  public Optional<FollowerModel> knownFollower() {
    return learned.knownFollower();
  }

  @Override
  public Optional<Truth> truth() {
    return Optional.empty();
  }

  /** The log that was learned from, or the baseline's turns. */
  @Override
  public TurnLog log(Part part) {
    return part == Part.FIT
        ? learned.log(part)
        : new TurnLog(actions(), turns(arm(LeaderPolicy.always(baseline()), part), part));
  }

  @Override
  public List<Context> contexts(Part part) {
    return part == Part.FIT
        ? learned.contexts(part)
        : log(part).turns().stream().map(Turn::context).toList();
  }

  @Override
  public TurnExecutor practice() {
    return learned.practice();
  }

  /** No oracle: nobody sees a real outcome before it is paid for. */
  @Override
  public List<NamedPlay> oracles(Part part) {
    return List.of();
  }

  @Override
  public Play play(LeaderPolicy policy, Part part) {
    if (part == Part.FIT) {
      return learned.play(policy, part);
    }
    Arm arm = arm(policy, part);
    SessionPlay player = new SessionPlay(executors.apply(arm.name()), seeds);
    Play.Builder play = new Play.Builder(unit(), actions().size());
    turns(arm, part).forEach(turn -> player.add(play, turn));
    return play.build();
  }

  private Arm arm(LeaderPolicy policy, Part part) {
    prepare(List.of(policy), part);
    return find(policy, part).orElseThrow();
  }

  /** Plays what was not played yet of several policies, side by side. */
  void prepare(List<LeaderPolicy> policies, Part part) {
    List<Arm> fresh = new ArrayList<>();
    for (LeaderPolicy policy : policies) {
      boolean isNew = fresh.stream().noneMatch(arm -> arm.policy() == policy)
          && find(policy, part).isEmpty();
      if (isNew) {
        int number = arms.getOrDefault(part, List.of()).size() + fresh.size();
        fresh.add(new Arm(part.name().toLowerCase(Locale.ROOT) + "-" + number, policy, newTurns()));
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    List<Visit> visits = new ArrayList<>();
    List<String> order = shuffled(sessions.get(part), fresh.get(0).name());
    for (String session : order) {
      for (Arm arm : shuffled(fresh, session)) {
        visits.add(new Visit(arm, session));
      }
    }
    visit(part.name().toLowerCase(Locale.ROOT), visits);
    arms.computeIfAbsent(part, any -> new ArrayList<>()).addAll(fresh);
    if (kept(part).isEmpty()) {
      throw new RunStopped(
          RunStopped.UNAVAILABLE,
          "no session of the " + part.name().toLowerCase(Locale.ROOT)
              + " part came to measured outcomes, expected some; the first: "
              + leftOut.get(order.get(0)));
    }
  }

  private static Map<String, List<Turn>> newTurns() {
    return new ConcurrentHashMap<>();
  }

  private <T> List<T> shuffled(List<T> elements, String task) {
    List<T> order = new ArrayList<>(elements);
    RandomGenerator random = seeds.generator("order", task);
    for (int left = order.size(); left > 1; left--) {
      Collections.swap(order, left - 1, random.nextInt(left));
    }
    return order;
  }

  /** A session of an arm. */
  record Visit(Arm arm, String session) {}

  /** The turns of one session each, under policies of their own; a session that failed has none. */
  List<List<Turn>> probe(
      String stage, int first, List<String> chosen, List<LeaderPolicy> policies) {
    List<Visit> visits = new ArrayList<>();
    for (int index = 0; index < chosen.size(); index++) {
      visits.add(new Visit(
          new Arm(stage + "-" + (first + index), policies.get(index), newTurns()),
          chosen.get(index)));
    }
    visit(stage, visits);
    return visits.stream()
        .map(visit -> visit.arm().turns().getOrDefault(visit.session(), List.of()))
        .toList();
  }

  /** Plays visits in order; the first failure that concerns more than its session ends the run. */
  private void visit(String stage, List<Visit> visits) {
    AtomicReference<RunStopped> stopped = new AtomicReference<>();
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger played = new AtomicInteger();
    progress.begin(stage, visits.size());
    List<Callable<Boolean>> work = new ArrayList<>();
    for (Visit visit : visits) {
      work.add(() -> {
        if (stopped.get() != null) {
          return false;
        }
        try {
          List<Turn> turns = new SessionPlay(executors.apply(visit.arm().name()), seeds)
              .turns(visit.session(), visit.arm().policy());
          visit.arm().turns().put(visit.session(), turns);
          played.incrementAndGet();
          turns.stream()
              .filter(this::isUnmeasured)
              .findFirst()
              .ifPresent(turn -> leaveOut(
                  visit.session(), "turn " + turn.context().id() + " has an unmeasured outcome"));
        } catch (TurnFailedException failure) {
          Optional<RunStopped> whole = stop(failure);
          whole.ifPresent(reason -> stopped.compareAndSet(null, reason));
          if (whole.isEmpty()) {
            leaveOut(visit.session(), failure.getMessage());
            if (failed.incrementAndGet() >= HOPELESS && played.get() == 0) {
              stopped.compareAndSet(
                  null, new RunStopped(RunStopped.UNAVAILABLE, failure.getMessage()));
            }
          }
        }
        progress.advance();
        return true;
      });
    }
    tasks.inOrder(work);
    progress.end();
    if (stopped.get() != null) {
      throw stopped.get();
    }
  }

  private boolean isUnmeasured(Turn turn) {
    return turn.outcome().quality().isEmpty() || unit().of(turn.outcome()).isEmpty();
  }

  private synchronized void leaveOut(String session, String why) {
    leftOut.merge(session, why, (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  /** How a failure ends the run; empty for one that concerns a session alone. */
  private static Optional<RunStopped> stop(TurnFailedException failure) {
    if (failure.kind() == TurnFailedException.Kind.BUDGET) {
      return Optional.of(new RunStopped(
          RunStopped.BUDGET,
          failure.getMessage()
              + "\nWhat was paid is kept; the same command with a larger cap goes on."));
    }
    EndpointException.Reason reason =
        failure.endpointReason().orElse(EndpointException.Reason.MALFORMED);
    switch (reason) {
      case BAD_REQUEST:
      case MALFORMED:
        return Optional.empty();
      case BUDGET:
        return Optional.of(new RunStopped(RunStopped.BUDGET, failure.getMessage()));
      case INTERRUPTED:
        return Optional.of(new RunStopped(RunStopped.INTERRUPTED, failure.getMessage()));
      case NOT_RECORDED:
        return Optional.of(new RunStopped(Main.DATA_ABSENT, failure.getMessage()));
      default:
        return Optional.of(new RunStopped(
            RunStopped.UNAVAILABLE,
            failure.getMessage() + "\nWhat was paid is kept; the same command goes on."));
    }
  }

  /** An earlier arm that was asked the same on its whole way. */
  private Optional<Arm> find(LeaderPolicy policy, Part part) {
    List<String> kept = kept(part);
    return arms.getOrDefault(part, List.of()).stream()
        .filter(arm -> arm.policy() == policy
            || kept.stream()
                .flatMap(session -> arm.turns().get(session).stream())
                .allMatch(turn ->
                    policy.commit(turn.context()).equals(arm.policy().commit(turn.context()))))
        .findFirst();
  }

  private List<Turn> turns(Arm arm, Part part) {
    return kept(part).stream()
        .flatMap(session -> arm.turns().get(session).stream())
        .toList();
  }

  private synchronized List<String> kept(Part part) {
    return sessions.get(part).stream()
        .filter(session -> !leftOut.containsKey(session))
        .toList();
  }

  /** Sessions left out, with the reason, sorted. */
  synchronized Map<String, String> leftOut() {
    return Collections.unmodifiableMap(new TreeMap<>(leftOut));
  }
}
