package io.stackelberg.environment.api;

/** Something a model may call that runs here: local, deterministic, without side effects. */
public interface Tool {
  /** Name the model calls it by. */
  String name();

  /** One line for the model. */
  String description();

  /**
   * Runs the tool.
   *
   * @param arguments what the model wrote, usually JSON, unchecked
   * @param task the task at hand
   * @return what the model is told; for unusable arguments a sentence that says so
   */
  String run(String arguments, ChatTask task);
}
