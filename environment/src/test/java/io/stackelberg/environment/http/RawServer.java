package io.stackelberg.environment.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on a socket that writes whatever bytes a test wants, right or wrong. */
final class RawServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

  /** Writes one answer; the connection is closed afterwards. */
  interface Script {
    void write(Exchange exchange) throws IOException, InterruptedException;
  }

  /** One request and the way back. */
  static final class Exchange {
    final String request;
    final int number;
    private final Socket socket;
    private final CountDownLatch closed;

    Exchange(String request, int number, Socket socket, CountDownLatch closed) {
      this.request = request;
      this.number = number;
      this.socket = socket;
      this.closed = closed;
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /** Stays silent until the server closes. */
    void hang() throws InterruptedException {
      closed.await();
    }

    /** Ends the connection by a reset instead of a proper end. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  private final ServerSocket server;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  RawServer(Script script) throws IOException {
    this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    this.script = script;
    start(this::accept);
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = read(new BufferedInputStream(socket.getInputStream()));
      requests.add(request);
      script.write(new Exchange(request, requests.size(), socket, closed));
    } catch (IOException e) {
      return; // the client has gone, as some tests want it to
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int missing = Integer.MAX_VALUE;
    while (missing > 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
      missing--;
      String soFar = next == '\n' ? bytes.toString(StandardCharsets.UTF_8) : "";
      if (missing > 1 << 30 && soFar.endsWith("\r\n\r\n")) {
        Matcher length = LENGTH.matcher(soFar);
        missing = length.find() ? Integer.parseInt(length.group(1)) : 0;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
  }
}
