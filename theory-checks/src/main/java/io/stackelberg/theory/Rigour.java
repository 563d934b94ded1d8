package io.stackelberg.theory;

/** How strong the evidence behind a check's result is; never upgraded on the way to a report. */
public enum Rigour {
  /** By enumeration or closed form, up to the stated tolerance. */
  EXACT,
  /** By trying many cases; can refute, cannot prove. */
  SAMPLED,
  /** With a finite-sample confidence. */
  FINITE_SAMPLE,
  /** With a confidence that holds as the sample grows. */
  ASYMPTOTIC
}
