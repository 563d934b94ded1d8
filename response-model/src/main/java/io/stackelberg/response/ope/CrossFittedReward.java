package io.stackelberg.response.ope;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.Map;

/** The model of the context's fold. */
record CrossFittedReward(Map<String, Integer> foldOfSession, List<RewardModel> withoutFold)
    implements RewardModel {
  CrossFittedReward {
    foldOfSession = Map.copyOf(foldOfSession);
    withoutFold = List.copyOf(withoutFold);
    Require.atLeast("number of folds", withoutFold.size(), 2);
    for (int fold : foldOfSession.values()) {
      if (fold < 0 || fold >= withoutFold.size()) {
        throw Require.unexpected("fold", fold, "a fold in [0, " + withoutFold.size() + ")");
      }
    }
  }

  @Override
  public double expect(Context context, Commitment commitment) {
    Integer fold = foldOfSession.get(context.session());
    if (fold == null) {
      throw Require.unexpected("session", "\"" + context.session() + "\"", "a session with a fold");
    }
    return withoutFold.get(fold).expect(context, commitment);
  }

  @Override
  public boolean isCrossFitted() {
    return true;
  }
}
