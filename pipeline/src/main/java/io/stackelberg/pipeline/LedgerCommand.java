package io.stackelberg.pipeline;

import io.stackelberg.environment.ledger.JournalLedger;
import io.stackelberg.environment.ledger.LedgerException;
import io.stackelberg.environment.ledger.Totals;
import io.stackelberg.environment.ledger.Verification;
import io.stackelberg.game.Money;
import io.stackelberg.pipeline.io.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor ledger}: looks into the journals that runs against a real endpoint leave. */
@Command(
    name = "ledger",
    description = "Audits the journal of a run's spending.",
    mixinStandardHelpOptions = true,
    subcommands = LedgerCommand.Verify.class)
final class LedgerCommand implements Callable<Integer> {
  private static final int DAMAGED = 1;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.INVALID;
  }

  /** {@code governor ledger verify}: every record against its hash, and the sums. */
  @Command(
      name = "verify",
      description = "Checks every record of a journal and prints what was spent.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "The hashes show any change within the journal. Whole records missing at its end show only",
        "against the last hash, noted elsewhere; it is printed for that.",
        "",
        "Exit code: 0 every record is as it was written; 1 some record is not, named by its line;",
        "2 wrong usage or FILE cannot be read; 3 FILE does not exist.",
        "",
        "Example:",
        "  governor ledger verify runs/routing/ledger.jsonl"
      })
  static final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Journal of a ledger (JSON lines).")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
      if (!Files.exists(file)) {
        throw InputException.absent("journal " + file + " does not exist.");
      }
      Verification found = verification();
      var console = spec.commandLine().getOut();
      console.println(found
          .damage()
          .map(damage -> (damage.isTorn() ? "TORN  line " : "DAMAGED  line ") + damage.line() + ": "
              + damage.what() + "; the " + found.records() + " records before are sound:")
          .orElse("VERIFIED  " + found.records() + " records"));
      print(found);
      console.flush();
      return found.isSound() ? 0 : DAMAGED;
    }

    private Verification verification() {
      try {
        return JournalLedger.verify(file);
      } catch (LedgerException unreadable) {
        throw InputException.invalid(unreadable.getMessage());
      }
    }

    private void print(Verification found) {
      Totals totals = found.totals();
      line(
          "calls",
          totals.settledCalls() + " settled, " + totals.openCalls() + " open, "
              + totals.releasedCalls() + " released");
      line(
          "money",
          shown(totals.settledMoney()) + " settled" + unknown(totals.callsOfUnknownMoney()) + ", "
              + shown(totals.heldMoney()) + " held");
      line(
          "tokens",
          totals.settledTokens() + " settled" + unknown(totals.callsOfUnknownTokens()) + ", "
              + totals.heldTokens() + " held");
      line(
          "overshoots",
          totals.overshoots() + ", by " + shown(totals.overshotMoney()) + " and "
              + totals.overshotTokens() + " tokens");
      line("last hash", found.head());
    }

    private void line(String name, String value) {
      spec.commandLine().getOut().println(String.format("  %-11s%s", name, value));
    }

    private static String unknown(long calls) {
      return calls == 0 ? "" : " and " + calls + " calls of unknown amount";
    }

    private static String shown(Money money) {
      return money.amount().toPlainString() + " " + money.currency();
    }
  }
}
