using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Release;

/// <summary>What became of a withdrawal.</summary>
internal static class WithdrawalCommand
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("withdrawal", "What became of a withdrawal of yours.").With(Status(context));

    private static CbmxCommand Status(CliContext context)
    {
        var record = new RecordTarget().Record;
        var command = new CbmxCommand(
            "status",
            "Who was told, whose node fetched it, and who attests deletion. No attestation says nothing about anybody.",
            "cbmx withdrawal status XA-2026-7K3QD4");
        return context.Run(command.With(record), async (session, cancellation) =>
        {
            var request = new GetWithdrawalStatusRequest { Record = session.Get(record) };
            var status = await session.AskAsync(
                options => session.Publishing.GetWithdrawalStatusAsync(request, options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(status);
            }
            else
            {
                Write(session.Screen, status);
            }

            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, GetWithdrawalStatusResponse status)
    {
        screen.Strong(
            $"{(status.ReferenceNumber.Length > 0 ? status.ReferenceNumber : status.RecordId)} {status.Sentence}");
        var table = new TextTable("holder", "told", "fetched", "attests", "since");
        foreach (var one in status.Holders)
        {
            table.Row(
                one.Designator,
                one.Told ? "yes" : "not yet",
                one.Fetched ? "yes" : "not known",
                one.Result.Length > 0 ? one.Result : "no attestation",
                TimeText.OrNot(one.AttestedAt, ""));
        }

        screen.Table(table);
    }
}
