package io.stackelberg.pipeline.io;

import java.util.Locale;

/** Shape that stands for one observation on a figure, about the size of a letter. */
enum Mark {
  /** Filled circle. */
  CIRCLE("M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z", true),
  /** Open circle. */
  RING("M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0Z", false),
  /** Filled square. */
  SQUARE("M-5,-5H5V5H-5Z", true),
  /** Open square. */
  OPEN_SQUARE("M-5,-5H5V5H-5Z", false),
  /** Filled square standing on a corner. */
  DIAMOND("M0,-7.5L7.5,0L0,7.5L-7.5,0Z", true),
  /** Open square standing on a corner. */
  OPEN_DIAMOND("M0,-6.5L6.5,0L0,6.5L-6.5,0Z", false),
  /** Filled triangle. */
  TRIANGLE("M0,-7L6.5,5H-6.5Z", true),
  /** Open triangle, smaller. */
  SMALL_TRIANGLE("M0,-5L4.5,3.5H-4.5Z", false),
  /** Dashed line. */
  DASH("M-11,0H-4M1,0H8", false),
  /** Diagonal cross. */
  CROSS("M-5,-5L5,5M-5,5L5,-5", false),
  /** Upright cross. */
  PLUS("M-6,0H6M0,-6V6", false),
  /** Open star with five points. */
  STAR("M0,-8L2,-2.5L7.6,-2.5L3.1,1.2L4.7,6.6L0,3.4L-4.7,6.6L-3.1,1.2L-7.6,-2.5L-2,-2.5Z", false);

  /** Half the side of the square around any mark. */
  static final double RADIUS = 8;

  private final String path;
  private final boolean filled;

  Mark(String path, boolean filled) {
    this.path = path;
    this.filled = filled;
  }

  /** Draws the mark with its centre at ({@code x}, {@code y}), in the colour of {@code role}. */
  void draw(Markup svg, double x, double y, String role) {
    String place = String.format(Locale.ROOT, "translate(%.1f,%.1f)", x, y);
    String style = "mark " + (filled ? "filled " : "open ") + role;
    svg.element("path", "", "class", style, "transform", place, "d", path).lineBreak();
  }
}
