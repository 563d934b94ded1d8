package io.stackelberg.environment.cassette;

/** What a cassette does with a request. */
public enum CassetteMode {
  /** Answers from the recording only; nothing is ever sent. */
  REPLAY,
  /** Sends every request and records the answer. */
  RECORD,
  /** Answers from the recording where a settled answer is there, else sends and records. */
  RECORD_ON_MISS
}
