package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceVector;
import java.util.function.Function;

/** The response law of the simulated follower; its formula is in {@link SimulatedExecutor}. */
final class SimulatedFollower implements FollowerModel {
  private final ActionSet actions;
  private final SimulationLaw law;
  private final Function<Context, SimulatedTasks.Task> tasks;
  private final double temperature;
  private final double lapseRate;
  private final double qualityWeight;
  private final double costPerToken;
  private final double incentiveSensitivity;
  private final double[] habit;

  SimulatedFollower(
      SimulationProfile.Follower follower,
      ActionSet actions,
      SimulationLaw law,
      Function<Context, SimulatedTasks.Task> tasks) {
    this.actions = actions;
    this.law = law;
    this.tasks = tasks;
    this.temperature = follower.temperature().value();
    this.lapseRate = follower.lapseRate().value();
    this.qualityWeight = follower.qualityWeight().value();
    this.costPerToken =
        follower.costWeight().value() / follower.costScaleTokens().value();
    this.incentiveSensitivity = follower.incentiveSensitivity().value();
    this.habit = new double[actions.size()];
    for (int index = 0; index < habit.length; index++) {
      ResourceVector action = SimulationLaw.vector(actions.get(index));
      int customary = 0;
      if (action.contextRetention() == follower.customaryContext().value()) {
        customary++;
      }
      if (action.verbosity().level() == follower.customaryVerbosity().value()) {
        customary++;
      }
      if (action.toolBudget() == follower.customaryTools().value()) {
        customary++;
      }
      habit[index] = follower.habit().value() * customary / 3;
    }
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    return respond(
        context, commitment, law.situation(tasks.apply(context), context.state().historyTokens()));
  }

  double[] respond(Context context, Commitment commitment, SimulationLaw.Situation at) {
    if (commitment instanceof Directive) {
      return new ObedientFollower(actions).respond(context, commitment);
    }
    if (!(commitment instanceof Announcement announced)) {
      throw Require.unexpected("commitment", commitment.label(), "an announcement or a directive");
    }
    double[] response = new double[actions.size()];
    boolean[] isAvailable = available(context);
    double costWeight = costPerToken * (1 + incentiveSensitivity * announced.costIncentive());
    double best = Double.NEGATIVE_INFINITY;
    int available = 0;
    for (int action = 0; action < response.length; action++) {
      if (isAvailable[action]) {
        available++;
        response[action] =
            qualityWeight * Math.min(law.quality(at, action), announced.qualityTarget())
                - costWeight * law.uncappedTokens(at, action)
                + habit[action];
        best = Math.max(best, response[action]);
      } else {
        response[action] = Double.NEGATIVE_INFINITY;
      }
    }
    if (available == 0) {
      throw Require.unexpected("available actions", 0, "at least one at " + context);
    }
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      double utility = response[action];
      response[action] = StrictMath.exp((utility - best) / temperature);
      sum += response[action];
    }
    for (int action = 0; action < response.length; action++) {
      response[action] = isAvailable[action]
          ? (1 - lapseRate) * response[action] / sum + lapseRate / available
          : 0;
    }
    return response;
  }

  /** An action's id is a new text on each call, too dear for the usual case that all are available. */
  private boolean[] available(Context context) {
    boolean[] isAvailable = new boolean[actions.size()];
    boolean all = context.unavailableActions().isEmpty();
    for (int action = 0; action < isAvailable.length; action++) {
      isAvailable[action] = all || context.isAvailable(actions.get(action));
    }
    return isAvailable;
  }
}
