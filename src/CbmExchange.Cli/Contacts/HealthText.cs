using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>How fresh each channel of a contact is, as this node knows it.</summary>
internal static class HealthText
{
    /// <summary>One line for each channel that says something: nothing where none was ever verified.</summary>
    public static void WriteKnown(Screen screen, IReadOnlyList<ChannelHealthView> channels)
    {
        if (channels.Any(channel => channel.Health != "never-verified"))
        {
            Write(screen, channels);
        }
    }

    /// <summary>The contact's page: the record, and how fresh it is.</summary>
    public static CbmxCommand Show(CliContext context)
    {
        var record = new RecordTarget().Record;
        var command = new CbmxCommand(
            "show", "Show one contact, and how fresh each of its channels is.",
            "cbmx contact show XA-2026-7K3QD4", "cbmx contact show XA-2026-7K3QD4 --json");
        return context.Run(command.With(record), async (session, cancellation) =>
        {
            var view = await RecordTarget.ReadAsync(session, session.Get(record)!, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(view);
                return ExitCode.Done;
            }

            RecordText.Write(session.Screen, view);
            if (view.State == "published")
            {
                await WriteOfAsync(session, view.RecordId, cancellation).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
    }

    private static async Task WriteOfAsync(NodeSession session, string record, CancellationToken cancellation)
    {
        var request = new GetContactHealthRequest { Record = record };
        var health = await session.AskAsync(
            options => session.Directory.GetContactHealthAsync(request, options), cancellation).ConfigureAwait(false);
        session.Screen.Line();
        session.Screen.Line($"health    {health.Health}   as this node knows it, {FactsText.AsOf(health.Facts)}");
        if (health.ReviewBy is { } review)
        {
            session.Screen.Line($"review by {TimeText.Of(review)}");
        }

        Write(session.Screen, health.Channels);
    }

    private static void Write(Screen screen, IEnumerable<ChannelHealthView> channels)
    {
        foreach (var channel in channels)
        {
            var name = channel.ChannelId.Length > 0 ? channel.ChannelId : channel.ChannelType;
            screen.Line($"reached   {name}: {channel.Sentence}");
        }
    }
}
