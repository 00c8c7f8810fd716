using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>The sentences that stand with every rendering of a message, and when it means to say more.</summary>
public static class StandingSentences
{
    /// <summary>None for a record that is no message.</summary>
    public static ImmutableArray<string> Of(string recordType, RecordContent content)
    {
        if (!RecordTypes.IsMessage(recordType))
        {
            return [];
        }

        List<string> sentences = [StandingText.NoAgreementImplied];
        if (Json.String(content.Claims, "purpose") == "avoid-misperception")
        {
            sentences.Add(StandingText.AvoidsMisperception);
        }

        if (Json.Get(content.Claims, "infrastructureObservedIn") is not null)
        {
            sentences.Add(StandingText.InfrastructureObserved);
        }

        return [.. sentences];
    }

    /// <summary>
    /// When the sender means to say more, counted down; past it neutrally, since a silence says nothing about its
    /// reason. Null where nothing is announced, and at the last stages, after which nothing follows.
    /// </summary>
    public static string? NextUpdate(RecordContent content, DateTimeOffset now)
    {
        if (
            Json.Time(content.Claims, "nextUpdateBy") is not { } by
            || Json.String(content.Claims, "stage") is "final" or "closed-false-alarm"
        )
        {
            return null;
        }

        var left = by - now;
        return left > TimeSpan.Zero ? $"next update in {Span(left)}" : $"next update overdue since {Moment(by)}";
    }

    private static string Span(TimeSpan left)
    {
        var minutes = (long)Math.Ceiling(left.TotalMinutes);
        return minutes < MinutesOfHour * 2 ? Text($"{minutes} min")
            : minutes < MinutesOfDay * 2 ? Text($"{minutes / MinutesOfHour} h {minutes % MinutesOfHour} min")
            : Text($"{minutes / MinutesOfDay} days");
    }

    private const int MinutesOfHour = 60;
    private const int MinutesOfDay = 24 * MinutesOfHour;

    private static string Moment(DateTimeOffset at) => Text($"{at.UtcDateTime:yyyy-MM-dd HH:mm}Z");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
