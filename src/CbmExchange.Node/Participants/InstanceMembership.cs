using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Node.Participants;

/// <summary>A membership in an instance file.</summary>
internal sealed record InstanceMembership
{
    /// <summary>Id of the body.</summary>
    public required string BodyId { get; init; }

    /// <summary>Id of the participant.</summary>
    public required string ParticipantId { get; init; }

    /// <summary>Code of <see cref="MembershipStatuses"/>.</summary>
    public string Status { get; init; } = MembershipStatuses.Member;

    /// <summary>First day on which it holds, ISO 8601; the day begins at midnight UTC.</summary>
    public required string From { get; init; }

    /// <summary>First day on which it no longer holds; empty while open.</summary>
    public string? Until { get; init; }

    /// <summary>What it rests on.</summary>
    public string? Source { get; init; }

    /// <summary>The dates that are given.</summary>
    internal ImmutableArray<string> Dates => string.IsNullOrEmpty(Until) ? [From] : [From, Until];

    /// <summary>Reads a date; null when it is none.</summary>
    public static DateTimeOffset? TryDate(string text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    /// <summary>As an event.</summary>
    public MembershipChanged ToEvent(OfficerId officer, DateTimeOffset at) => new(
        new BodyId(BodyId), new ParticipantId(ParticipantId), Status, TryDate(From)!.Value,
        string.IsNullOrEmpty(Until) ? null : TryDate(Until), Source, officer, at);
}
