package io.stackelberg.response.inference;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latent types of followers: how many sessions are of each type, and what each type wants.
 *
 * <p><b>Identified:</b> the set of pairs of share and weights, where {@link #kruskal} and {@link
 * #leastInformation} say so. <b>Not identified:</b> the names of the types; they are ordered by the weight
 * of the first term, ascending. Weights are in units of the type's own temperature, so that neither
 * temperatures nor weights, only ratios, may be compared between types without a normalisation.
 *
 * @param features the declared terms
 * @param shares ρ, the share of sessions of each type, with intervals on the log-odds scale
 * @param weights of each type, one per term, divided by its temperature
 * @param memberships probability of each type for each session, given its choices
 * @param logLikelihood at the estimate
 * @param bic −2 logL + parameters · log(sessions); smaller is better
 * @param iterations of the best start
 * @param startsReaching how many starts reached the best log-likelihood within 1e-4
 * @param starts how many starts there were
 * @param kruskal whether sessions can tell the types apart
 * @param leastInformation smallest eigenvalue of the information, scaled to a unit diagonal: near 0 means
 *     a direction of parameters that the data hardly see
 */
public record InferredTypes(
    List<UtilityFeature> features,
    List<Interval> shares,
    List<List<MeanEstimate>> weights,
    Map<String, List<Double>> memberships,
    double logLikelihood,
    double bic,
    int iterations,
    int startsReaching,
    int starts,
    KruskalCheck kruskal,
    double leastInformation)
    implements MixtureResult {
  public InferredTypes {
    features = List.copyOf(features);
    shares = List.copyOf(shares);
    weights = weights.stream().map(List::copyOf).toList();
    memberships = Collections.unmodifiableMap(new LinkedHashMap<>(memberships));
  }

  /** Number of types. */
  public int types() {
    return shares.size();
  }

  /** The follower of one type; its temperature of 1 is the unit of its utility. */
  public QuantalFollower follower(int type, ActionSet actions) {
    List<Double> means = weights.get(type).stream().map(MeanEstimate::mean).toList();
    return new QuantalFollower(actions, new LinearUtility(features, means), 1);
  }
}
