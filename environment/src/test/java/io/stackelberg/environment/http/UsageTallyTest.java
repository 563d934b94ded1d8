package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.chat.Usage;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTallyTest {
  private static final JsonText JSON = new JsonText(ResponseLimits.DEFAULT);

  private static Usage settle(boolean isComplete, String... objects) {
    UsageTally tally = new UsageTally();
    for (String object : objects) {
      tally.add(JSON.object(object.replace('\'', '"')));
    }
    return tally.settle(100, 10, isComplete);
  }

  private static Usage usage(long in, long out, long read, long write, long hidden, boolean guess) {
    return new Usage(
        OptionalLong.of(in), OptionalLong.of(out), known(read), known(write), known(hidden), guess);
  }

  private static OptionalLong known(long count) {
    return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
  }

  /** Columns: usage object; input, output, cache read, cache write, reasoning (-1 unsaid); estimated. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt_tokens':9,'completion_tokens':3} | 9 | 3 | -1 | -1 | -1 | false",
        "{'prompt_tokens':'9','completion_tokens':3.0} | 9 | 3 | -1 | -1 | -1 | false",
        "{'prompt_tokens':9,'completion_tokens':3,'prompt_tokens_details':{'cached_tokens':4},'completion_tokens_details':{'reasoning_tokens':2}} | 9 | 3 | 4 | -1 | 2 | false",
        "{'prompt_tokens':9,'completion_tokens':3,'prompt_tokens_details':null,'completion_tokens_details':null} | 9 | 3 | -1 | -1 | -1 | false",
        "{'prompt_tokens':9,'completion_tokens':3,'prompt_cache_hit_tokens':4,'prompt_cache_miss_tokens':5} | 9 | 3 | 4 | -1 | -1 | false",
        "{'input_tokens':9,'output_tokens':3,'input_tokens_details':{'cached_tokens':4}} | 9 | 3 | 4 | -1 | -1 | false",
        "{'input_tokens':9,'output_tokens':3,'cache_read_input_tokens':40,'cache_creation_input_tokens':2} | 51 | 3 | 40 | 2 | -1 | false",
        "{'input_tokens':9,'output_tokens':3,'cache_creation':{'ephemeral_5m_input_tokens':2,'ephemeral_1h_input_tokens':5}} | 16 | 3 | -1 | 7 | -1 | false",
        "{'prompt_tokens':51,'completion_tokens':3,'cache_read_input_tokens':40,'cache_creation_input_tokens':2} | 51 | 3 | 40 | 2 | -1 | false",
        "{'prompt_tokens':9,'completion_tokens':3,'cache_read_input_tokens':40} | 49 | 3 | 40 | -1 | -1 | true",
        "{'prompt_tokens':9,'completion_tokens':3,'total_tokens':32,'completion_tokens_details':{'reasoning_tokens':20}} | 9 | 23 | -1 | -1 | 20 | false",
        "{'prompt_tokens':9,'completion_tokens':23,'total_tokens':32,'completion_tokens_details':{'reasoning_tokens':20}} | 9 | 23 | -1 | -1 | 20 | false",
        "{'prompt_tokens':9,'completion_tokens':30,'total_tokens':59,'completion_tokens_details':{'reasoning_tokens':20}} | 9 | 50 | -1 | -1 | 20 | false",
        "{'prompt_tokens':9,'total_tokens':32} | 9 | 23 | -1 | -1 | -1 | false",
        "{'completion_tokens':3,'total_tokens':32} | 29 | 3 | -1 | -1 | -1 | false",
        "{'prompt_tokens':null,'completion_tokens':null} | 100 | 10 | -1 | -1 | -1 | true",
        "{'prompt_tokens':9} | 9 | 10 | -1 | -1 | -1 | true",
        "{'prompt_tokens':0,'completion_tokens':0,'total_tokens':0} | 100 | 10 | -1 | -1 | -1 | true",
        "{'prompt_tokens':-9,'completion_tokens':'x'} | 100 | 10 | -1 | -1 | -1 | true",
        "{'prompt_tokens':1e300,'completion_tokens':99999999999999999999} | 100 | 10 | -1 | -1 | -1 | true",
        "{'prompt_tokens':2.5,'completion_tokens':[3]} | 100 | 10 | -1 | -1 | -1 | true",
        "{} | 100 | 10 | -1 | -1 | -1 | true"
      })
  void readsWhatProvidersSay(
      String object, long in, long out, long read, long write, long hidden, boolean guess) {
    assertEquals(usage(in, out, read, write, hidden, guess), settle(true, object));
  }

  @Test
  void laterChunksCountFieldByField() {
    assertEquals(
        usage(9, 7, -1, -1, -1, false),
        settle(
            true,
            "{'input_tokens':9,'output_tokens':1}",
            "{'output_tokens':7}",
            "{'output_tokens':null}"));
  }

  @Test
  void aCutAnswerIsEstimatedAndAtLeastWhatCame() {
    assertEquals(
        usage(9, 10, -1, -1, -1, true), settle(false, "{'prompt_tokens':9,'completion_tokens':1}"));
    assertEquals(
        usage(9, 30, -1, -1, -1, true),
        settle(false, "{'prompt_tokens':9,'completion_tokens':30}"));
  }

  @Test
  void theEstimatorIsAQuarterOfTheBytes() {
    assertEquals(0, TokenEstimator.QUARTER_OF_BYTES.tokens(""));
    assertEquals(1, TokenEstimator.QUARTER_OF_BYTES.tokens("abcd"));
    assertEquals(2, TokenEstimator.QUARTER_OF_BYTES.tokens("abcde"));
    assertEquals(2, TokenEstimator.QUARTER_OF_BYTES.tokens("\u20ac\u20ac"));
  }
}
