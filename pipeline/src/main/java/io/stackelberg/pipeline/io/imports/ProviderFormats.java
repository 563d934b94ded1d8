package io.stackelberg.pipeline.io.imports;

import java.util.Map;
import java.util.Set;

/** Formats of the providers' own responses and event streams. */
final class ProviderFormats {
  private ProviderFormats() {}

  /** One response object, an array of them, one a line, or a batch's results. */
  static Map<String, ForeignFormat> all() {
    return Map.of(
        "openai-chat",
        (file, sink) -> file.records(
            sink,
            LogFile.Cut.ELEMENTS,
            Set.of(),
            (node, header, batch) ->
                ModelResponses.chat(ModelResponses.unwrapped(node), sink, batch, file.stem())),
        "openai-responses",
        (file, sink) -> file.records(
            sink,
            LogFile.Cut.ELEMENTS,
            Set.of(),
            (node, header, batch) ->
                ModelResponses.responses(ModelResponses.unwrapped(node), sink, batch, file.stem())),
        "anthropic",
        (file, sink) ->
            file.records(sink, LogFile.Cut.ELEMENTS, Set.of(), (node, header, batch) -> {
              var message = ModelResponses.unwrapped(node);
              ModelResponses.anthropic(
                  message, UsageObjects.anthropic(message.path("usage")), sink, batch, file.stem());
            }),
        "openai-chat-stream",
        (file, sink) -> EventStream.read(file, sink, new ChatStream(file.stem())),
        "openai-responses-stream",
        (file, sink) -> EventStream.read(file, sink, new ResponsesStream(file.stem(), sink)),
        "anthropic-stream",
        (file, sink) -> EventStream.read(file, sink, new AnthropicStream(file.stem(), sink)));
  }
}
