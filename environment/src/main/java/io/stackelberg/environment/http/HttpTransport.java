package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.EndpointException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Carries requests by the JDK's client over HTTP/1.1 or TLS; follows no redirect, for the key would go with it. */
public final class HttpTransport implements Transport {
  /** How long a server may take to end a body after its last word; in time, the connection is used again. */
  private static final Duration FAREWELL = Duration.ofMillis(50);

  private final HttpClient client;
  private final Timeouts timeouts;

  /** A transport with a connection pool of its own. */
  public HttpTransport(Timeouts timeouts) {
    this.timeouts = timeouts;
    this.client = HttpClient.newBuilder()
        .connectTimeout(timeouts.connect())
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  @Override
  public Ending exchange(WireRequest request, Duration total, ResponseSink sink) {
    long began = System.nanoTime();
    Pieces pieces = new Pieces();
    CompletableFuture<HttpResponse<Void>> future =
        client.sendAsync(toHttp(request), info -> pieces);
    try {
      Duration first = shorter(timeouts.firstByte(), total);
      HttpResponse<Void> response = future.get(first.toNanos(), TimeUnit.NANOSECONDS);
      sink.head(WireHead.of(response.statusCode(), response.headers().map()));
      Duration window = shorter(left(timeouts.firstByte(), began), left(total, began));
      boolean isFirst = true;
      while (true) {
        Piece piece = pieces.next(window);
        if (piece.kind == Piece.Kind.SILENCE) {
          return overdue(began, total, isFirst);
        } else if (piece.kind == Piece.Kind.END) {
          return Ending.COMPLETE;
        } else if (piece.kind == Piece.Kind.FAILURE) {
          return Ending.failed(Reason.CONNECTION, piece.detail);
        }
        isFirst = false;
        if (!sink.piece(piece.bytes)) {
          pieces.next(shorter(FAREWELL, left(total, began)));
          return Ending.COMPLETE;
        }
        window = shorter(timeouts.idle(), left(total, began));
      }
    } catch (TimeoutException e) {
      return overdue(began, total, true);
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ending.failed(Reason.INTERRUPTED, "the calling thread was interrupted");
    } finally {
      future.cancel(true);
      pieces.close();
    }
  }

  private Ending overdue(long began, Duration total, boolean isFirst) {
    if (left(total, began).isZero()) {
      return Ending.failed(
          Reason.TOTAL_TIMEOUT, "no end of the answer within " + total.toMillis() + " ms");
    }
    return isFirst
        ? Ending.failed(
            Reason.FIRST_BYTE_TIMEOUT,
            "no byte of an answer within " + timeouts.firstByte().toMillis() + " ms")
        : Ending.failed(
            Reason.IDLE_TIMEOUT, "no further byte within " + timeouts.idle().toMillis() + " ms");
  }

  private Ending failed(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return Ending.failed(
          Reason.CONNECT_TIMEOUT, "no connection within " + timeouts.connect().toMillis() + " ms");
    }
    if (cause instanceof HttpTimeoutException) {
      return Ending.failed(Reason.FIRST_BYTE_TIMEOUT, "no answer in time");
    }
    if (cause instanceof IOException || cause instanceof RuntimeException) {
      String what = cause instanceof ConnectException ? "no connection" : "connection failed";
      return Ending.failed(
          Reason.CONNECTION,
          what + " (" + cause.getClass().getSimpleName()
              + (cause.getMessage() == null ? "" : ": " + cause.getMessage()) + ")");
    }
    throw new IllegalStateException(
        "the HTTP client failed with " + cause.getClass().getName());
  }

  private static HttpRequest toHttp(WireRequest request) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
        .header("Content-Type", "application/json")
        .header("Accept", request.isStreamed() ? "text/event-stream" : "application/json")
        .header("Idempotency-Key", headerSafe(request.callId()));
    request.key().ifPresent(key -> builder.header("Authorization", "Bearer " + key.reveal()));
    return builder
        .method(WireRequest.METHOD, HttpRequest.BodyPublishers.ofString(request.body()))
        .build();
  }

  /** The call's name, or its hash where a header cannot hold it; equal calls stay equal. */
  static String headerSafe(String callId) {
    if (callId.matches("[\\x21-\\x7e]{1,200}")) {
      return callId;
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(callId.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Duration left(Duration limit, long began) {
    Duration left = limit.minusNanos(System.nanoTime() - began);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static final class Piece {
    private enum Kind {
      BYTES,
      END,
      FAILURE,
      SILENCE
    }

    private final Kind kind;
    private final byte[] bytes;
    private final String detail;

    Piece(Kind kind, byte[] bytes, String detail) {
      this.kind = kind;
      this.bytes = bytes;
      this.detail = detail;
    }
  }

  /** Hands the body from the client's threads to the caller's, one delivery at a time. */
  private static final class Pieces implements HttpResponse.BodySubscriber<Void> {
    private final BlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private boolean owesDemand;

    /** The next piece, or silence when none comes in time. */
    Piece next(Duration window) throws InterruptedException {
      if (owesDemand) {
        subscribed.thenAccept(subscription -> subscription.request(1));
        owesDemand = false;
      }
      Piece piece = queue.poll(window.toNanos(), TimeUnit.NANOSECONDS);
      if (piece == null) {
        return new Piece(Piece.Kind.SILENCE, new byte[0], "");
      }
      owesDemand = piece.kind == Piece.Kind.BYTES;
      return piece;
    }

    void close() {
      subscribed.thenAccept(Flow.Subscription::cancel);
    }

    @Override
    public CompletionStage<Void> getBody() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
      subscribed.complete(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
      ByteBuffer joined = ByteBuffer.allocate(size);
      buffers.forEach(joined::put);
      queue.add(new Piece(Piece.Kind.BYTES, joined.array(), ""));
    }

    @Override
    public void onError(Throwable failure) {
      queue.add(new Piece(
          Piece.Kind.FAILURE,
          new byte[0],
          "connection lost (" + failure.getClass().getSimpleName()
              + (failure.getMessage() == null ? "" : ": " + failure.getMessage()) + ")"));
    }

    @Override
    public void onComplete() {
      queue.add(new Piece(Piece.Kind.END, new byte[0], ""));
    }
  }
}
