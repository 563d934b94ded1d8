package io.stackelberg.environment.cassette;

import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.http.Attempt;
import io.stackelberg.environment.http.AttemptListener;
import io.stackelberg.environment.http.Ending;
import io.stackelberg.environment.http.ResponseSink;
import io.stackelberg.environment.http.Transport;
import io.stackelberg.environment.http.WireHead;
import io.stackelberg.environment.http.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Plays recorded exchanges, or passes exchanges on and records them once their usage is known. */
final class CassetteTransport implements Transport, AttemptListener {
  private static final Pattern OF_INTEREST = Pattern.compile(
      "content-type|retry-after(-ms)?|x-should-retry|x-ratelimit-[a-z-]+|x-request-id");

  private final CassetteFile file;
  private final CassetteMode mode;
  private final List<Pattern> patterns;
  private final Optional<Transport> upstream;
  private final Map<String, CassetteEntry> unwritten = new ConcurrentHashMap<>();
  private final AtomicInteger withheld = new AtomicInteger();

  CassetteTransport(
      CassetteFile file, CassetteMode mode, List<Pattern> patterns, Optional<Transport> upstream) {
    this.file = file;
    this.mode = mode;
    this.patterns = List.copyOf(patterns);
    this.upstream = upstream;
  }

  @Override
  public Ending exchange(WireRequest request, Duration total, ResponseSink sink) {
    RequestKey key = RequestKey.of(request);
    Redaction redaction = new Redaction(request.key(), patterns);
    if (mode != CassetteMode.RECORD) {
      Optional<CassetteEntry> entry =
          file.find(key.hash(), request.callId(), mode == CassetteMode.RECORD_ON_MISS);
      if (entry.isPresent()) {
        return play(entry.get(), sink);
      }
    }
    return upstream
        .map(transport -> record(transport, request, total, sink, key, redaction))
        .orElseGet(
            () -> Ending.failed(Reason.NOT_RECORDED, miss(key, redaction.text(key.canonical()))));
  }

  private static Ending play(CassetteEntry entry, ResponseSink sink) {
    entry.head().ifPresent(sink::head);
    for (CassetteEntry.TimedPiece piece : entry.pieces()) {
      if (!sink.piece(piece.toBytes())) {
        return Ending.COMPLETE;
      }
    }
    return new Ending(entry.failure(), entry.detail());
  }

  private String miss(RequestKey key, String request) {
    String nearest = file.nearest(request)
        .map(difference -> "the nearest recorded request differs in " + difference.count()
            + " places, first in " + difference.path() + ": asked for " + difference.wanted()
            + ", recorded " + difference.recorded())
        .orElse("nothing is recorded");
    return "request " + key.hash().substring(0, 12) + " is not recorded; " + nearest;
  }

  private Ending record(
      Transport transport,
      WireRequest request,
      Duration total,
      ResponseSink sink,
      RequestKey key,
      Redaction redaction) {
    Recorder recorder = new Recorder(sink);
    Ending ending = transport.exchange(request, total, recorder);
    List<byte[]> pieces = redaction.pieces(recorder.pieces);
    if (redaction.isSpelledOut(pieces)) {
      withheld.incrementAndGet();
      return ending;
    }
    List<CassetteEntry.TimedPiece> timed = new ArrayList<>();
    for (int at = 0; at < pieces.size(); at++) {
      timed.add(CassetteEntry.TimedPiece.of(recorder.millis.get(at), pieces.get(at)));
    }
    unwritten.put(
        request.callId(),
        new CassetteEntry(
            key.hash(),
            redaction.text(request.callId()),
            redaction.text(key.canonical()),
            recorder.head.map(head -> ofInterest(head, redaction)),
            timed,
            ending.failure(),
            redaction.text(ending.detail())));
    return ending;
  }

  private static WireHead ofInterest(WireHead head, Redaction redaction) {
    Map<String, String> kept = new TreeMap<>();
    head.headers().forEach((name, value) -> {
      if (OF_INTEREST.matcher(name).matches()) {
        kept.put(name, redaction.text(value));
      }
    });
    return new WireHead(head.status(), kept);
  }

  @Override
  public void attempted(Attempt attempt) {
    CassetteEntry entry = unwritten.remove(attempt.callId());
    if (entry != null) {
      file.append(entry, attempt.usage());
    }
  }

  int withheld() {
    return withheld.get();
  }

  /** Passes an answer on and keeps a copy. */
  private static final class Recorder implements ResponseSink {
    private final ResponseSink sink;
    private final long began = System.nanoTime();
    private final List<byte[]> pieces = new ArrayList<>();
    private final List<Long> millis = new ArrayList<>();
    private Optional<WireHead> head = Optional.empty();

    Recorder(ResponseSink sink) {
      this.sink = sink;
    }

    @Override
    public void head(WireHead received) {
      head = Optional.of(received);
      sink.head(received);
    }

    @Override
    public boolean piece(byte[] bytes) {
      pieces.add(bytes.clone());
      millis.add((System.nanoTime() - began) / 1_000_000);
      return sink.piece(bytes);
    }
  }
}
