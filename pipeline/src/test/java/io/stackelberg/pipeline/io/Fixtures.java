package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Invented results, and readers of what a report makes of them. */
final class Fixtures {
  /** Three fixed actions, recorded; the features do not help and the claim fails. */
  static final String REPLAY = "replay-results.json";

  /** 27 fixed actions, simulated; the features help and the claim stands. */
  static final String SIMULATED = "simulated-results.json";

  private Fixtures() {}

  static ObjectNode results(String name) {
    try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
      return (ObjectNode) new ObjectMapper().readTree(stream);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static ObjectNode policy(ObjectNode results, String name) {
    return (ObjectNode) results
        .path("policies")
        .valueStream()
        .filter(row -> row.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The same tree with every number replaced by null. */
  static JsonNode withoutNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(withoutNumbers(entry.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int index = 0; index < array.size(); index++) {
        array.set(index, withoutNumbers(array.get(index)));
      }
    }
    return node.isNumber() ? new ObjectMapper().nullNode() : node;
  }

  /** Parses as XML, without reading anything else. */
  static Document parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      return builder.parse(new InputSource(new StringReader(xml)));
    } catch (ParserConfigurationException | SAXException | IOException failure) {
      throw new AssertionError("The text is not well-formed XML: " + failure.getMessage(), failure);
    }
  }

  static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int index = 0; index < nodes.getLength(); index++) {
      elements.add((Element) nodes.item(index));
    }
    return elements;
  }

  /** Text as a reader types it: plain minus signs and spaces. */
  static String plain(String text) {
    return text.replace('\u2212', '-').replace('\u00a0', ' ');
  }
}
