package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.InputException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the extensions of outside jars. */
final class Extensions {
  /** No extension. */
  static final List<Extension> NONE = List.of();

  private Extensions() {}

  /**
   * The extensions that jars or class folders name; their classes stay loaded as long as the program runs.
   *
   * @throws InputException if one is absent, or all together name no extension, or one cannot be made
   */
  static List<Extension> of(List<Path> jars) {
    if (jars.isEmpty()) {
      return NONE;
    }
    URL[] urls = new URL[jars.size()];
    for (int index = 0; index < urls.length; index++) {
      Path jar = jars.get(index);
      if (!Files.exists(jar)) {
        throw InputException.invalid("--classpath is " + jar
            + ", expected a jar or a folder of classes (it does not exist).");
      }
      try {
        urls[index] = jar.toUri().toURL();
      } catch (MalformedURLException impossible) {
        throw new IllegalStateException("a path has no URL: " + jar, impossible);
      }
    }
    List<Extension> extensions = new ArrayList<>();
    try {
      for (Extension extension : ServiceLoader.load(Extension.class, loader(urls))) {
        extensions.add(extension);
      }
    } catch (ServiceConfigurationError broken) {
      throw InputException.invalid("--classpath is " + jars
          + ", expected extensions that can be loaded (" + broken.getMessage() + ").");
    }
    if (extensions.isEmpty()) {
      throw InputException.invalid("--classpath is " + jars + ", expected at least one extension ("
          + "META-INF/services/" + Extension.class.getName() + " names none).");
    }
    return List.copyOf(extensions);
  }

  // Closing it would break classes that a study loads later.
  @SuppressWarnings("resource")
  private static ClassLoader loader(URL[] urls) {
    return new URLClassLoader("extensions", urls, Extension.class.getClassLoader());
  }
}
