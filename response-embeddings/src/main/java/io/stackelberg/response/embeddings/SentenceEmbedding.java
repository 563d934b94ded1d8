package io.stackelberg.response.embeddings;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.stackelberg.game.Require;

/**
 * Text as a vector of length 1, near to those of texts that mean about the same: all-MiniLM-L6-v2, quantised.
 *
 * <p>The model is part of the class path and runs in this process; nothing is fetched and nothing is sent
 * (the tokenizer library's report of its use is switched off, unless {@code OPT_OUT_TRACKING} is set
 * otherwise). The tokenizer unpacks its native library below {@code ~/.djl.ai}, or the folder that {@code
 * DJL_CACHE_DIR} names. The model was trained on English sentences and short paragraphs. A text of more
 * than 510 word pieces is encoded in parts, which are averaged by their lengths. The same text gives the
 * same numbers whatever was encoded before; another platform may differ in the last digits.
 *
 * <p>Source: Reimers and Gurevych (2019) [reimers2019sentence]; the encoder: Wang et al. (2020)
 * [wang2020minilm].
 */
public final class SentenceEmbedding {
  /** Numbers per text. */
  public static final int SIZE = 384;

  private static final String OPT_OUT = "OPT_OUT_TRACKING";

  private final AllMiniLmL6V2QuantizedEmbeddingModel model;

  /** Loads the model, once per process: the library keeps it. */
  public SentenceEmbedding() {
    if (System.getProperty(OPT_OUT) == null) {
      System.setProperty(OPT_OUT, "true");
    }
    model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
  }

  /**
   * The vector of a text.
   *
   * @param text not blank
   * @return {@link #SIZE} numbers of Euclidean length 1; the caller's own
   * @throws IllegalArgumentException if the text is blank
   */
  public double[] embed(String text) {
    float[] vector = model.embed(Require.nonBlank("text", text)).content().vector();
    if (vector.length != SIZE) {
      throw new IllegalStateException(
          "length of the embedding is " + vector.length + ", expected " + SIZE + ".");
    }
    double[] embedded = new double[SIZE];
    for (int index = 0; index < SIZE; index++) {
      embedded[index] = vector[index];
    }
    return embedded;
  }
}
