package io.stackelberg.pipeline.io.imports;

import java.io.IOException;

/** Reads the records of one kind of file; keeps no state between files. */
interface ForeignFormat {
  /**
   * Hands every record of a file to the sink, which counts those that are refused.
   *
   * @throws IOException if the file cannot be read at all
   */
  void read(LogFile file, ImportSink sink) throws IOException;
}
