package io.stackelberg.environment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.stackelberg.game.Require;

/**
 * One number of the simulator and where it comes from.
 *
 * @param value the number, finite
 * @param source what fixed it
 * @param note meaning, unit and, for a fit, how it was computed; empty when the key says it all
 */
public record SimulationCoefficient(double value, Source source, String note) {
  public SimulationCoefficient {
    Require.finite("value", value);
  }

  /** What fixed a coefficient. */
  public enum Source {
    /** A quantity published with the method under study, or derived from one. */
    PAPER("paper"),
    /** Fitted to the published AlpacaEval results of one model under three verbosity prompts. */
    ALPACA_EVAL_FIT("AlpacaEval fit"),
    /** Fitted to the published RouteLLM results of two models on one benchmark. */
    ROUTE_LLM_FIT("RouteLLM fit"),
    /** Our choice, for lack of a published figure. */
    ASSUMED("assumed");

    private final String id;

    Source(String id) {
      this.id = id;
    }

    /** Name in files and tables. */
    @JsonValue
    public String id() {
      return id;
    }
  }

  SimulationCoefficient times(SimulationCoefficient factor) {
    return shifted(value * factor.value, factor);
  }

  SimulationCoefficient plus(SimulationCoefficient summand) {
    return shifted(value + summand.value, summand);
  }

  private SimulationCoefficient shifted(double shifted, SimulationCoefficient shift) {
    return shifted == value ? this : new SimulationCoefficient(shifted, shift.source, note);
  }
}
