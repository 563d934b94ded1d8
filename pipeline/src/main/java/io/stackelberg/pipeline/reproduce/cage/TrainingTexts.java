package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.environment.language.OwnText;
import io.stackelberg.pipeline.io.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts that the language model learns from: the recorded ones that are at hand, the project's own where there are
 * none.
 *
 * @param texts in the order of their files
 * @param sources name, hash and number of texts of each file
 */
record TrainingTexts(List<String> texts, List<Source> sources) {
  TrainingTexts {
    texts = List.copyOf(texts);
    sources = List.copyOf(sources);
  }

  /** Where texts came from. */
  record Source(String file, String sha256, int texts) {}

  private record Column(String file, String id, String text) {}

  private static final List<Column> FILES = List.of(
      new Column("alpacaeval-verbosity/alpacaeval-prompts.jsonl", "prompt_id", "instruction"),
      new Column("contract-clauses/contract-clauses.csv", "clause_id", "text"),
      new Column("contract-clauses/contract-documents.csv", "document_id", "excerpt"),
      new Column("hotpotqa-prompt-budget/hotpotqa-questions.csv", "prompt_id", "question"),
      new Column("longmemeval-context/longmemeval-context.csv", "question_id", "question"));

  /** The texts found under these folders, each beside {@code ../shared/data}. */
  static TrainingTexts find(List<Path> folders) {
    List<String> texts = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (Column column : FILES) {
      Optional<Path> file = folders.stream()
          .map(folder -> folder.resolve("../shared/data").resolve(column.file()))
          .filter(Files::isRegularFile)
          .findFirst();
      if (file.isPresent()) {
        TextFile read = TextFile.read(file.get(), column.id(), column.text());
        texts.addAll(read.texts().values());
        sources.add(new Source(column.file(), read.sha256(), read.texts().size()));
      }
    }
    if (texts.isEmpty()) {
      texts.addAll(OwnText.paragraphs());
      sources.add(new Source("the project's own text", "", texts.size()));
    }
    return new TrainingTexts(texts, sources);
  }

  /** Whether no recorded text was found. */
  boolean isOwn() {
    return sources.get(0).sha256().isEmpty();
  }
}
