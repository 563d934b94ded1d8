package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Certificate.Assumption;
import io.stackelberg.theory.Certificate.Constant;

/** Turns one claim's certificate into JSON; a number that is not finite becomes null. */
public final class CertificateJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CertificateJson() {}

  /** The tree, in a fixed order of fields. */
  public static ObjectNode tree(Certificate certificate) {
    ObjectNode node = NODES.objectNode();
    node.put("id", certificate.claim().id());
    node.put("claim", certificate.claim().text());
    node.put("verdict", certificate.verdict().name());
    number(node, "confidence", certificate.confidence());
    ObjectNode conclusion = node.putObject("conclusion");
    conclusion.put("quantity", certificate.conclusion().quantity());
    conclusion.put("units", certificate.conclusion().units());
    number(conclusion, "threshold", certificate.conclusion().threshold());
    conclusion.put("claimed", certificate.conclusion().sense().name());
    number(conclusion, "lower", certificate.conclusion().lower());
    number(conclusion, "upper", certificate.conclusion().upper());
    conclusion.put("finding", certificate.conclusion().finding().name());
    ObjectNode scope = node.putObject("scope");
    scope.put("contexts", certificate.scope().contexts());
    scope.put("policies", certificate.scope().policies());
    scope.put("window", certificate.scope().window());
    scope.put("model", certificate.scope().model());
    ArrayNode assumptions = node.putArray("assumptions");
    certificate.assumptions().forEach(assumption -> assumptions.add(assumption(assumption)));
    ArrayNode constants = node.putArray("constants");
    certificate.constants().forEach(constant -> constants.add(constant(constant)));
    ObjectNode delta = node.putObject("delta");
    number(delta, "declared", certificate.ledger().total());
    ArrayNode spent = delta.putArray("spent");
    certificate
        .spent()
        .entries()
        .forEach(entry ->
            number(spent.addObject().put("statement", entry.statement()), "delta", entry.delta()));
    ArrayNode needs = node.putArray("needs");
    certificate.needs().forEach(needs::add);
    return node;
  }

  private static ObjectNode assumption(Assumption assumption) {
    ObjectNode node = NODES.objectNode();
    node.put("id", assumption.id());
    node.put("text", assumption.text());
    status(node, assumption.status());
    node.put("evidence", assumption.evidence());
    return node;
  }

  private static ObjectNode constant(Constant constant) {
    ObjectNode node = NODES.objectNode();
    node.put("name", constant.name());
    number(node, "value", constant.value());
    number(node, "lower", constant.lower());
    number(node, "upper", constant.upper());
    status(node, constant.status());
    node.put("method", constant.method());
    node.put("n", constant.n());
    return node;
  }

  private static void status(ObjectNode node, AssumptionStatus status) {
    node.put("status", name(status));
    if (status instanceof AssumptionStatus.Estimated estimated) {
      number(node, "delta", estimated.delta());
    } else if (status instanceof AssumptionStatus.Violated violated) {
      node.put("witness", violated.witness());
    }
  }

  private static String name(AssumptionStatus status) {
    return status
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toUpperCase(java.util.Locale.ROOT);
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value == 0 ? 0.0 : value);
    } else {
      node.putNull(name);
    }
  }
}
