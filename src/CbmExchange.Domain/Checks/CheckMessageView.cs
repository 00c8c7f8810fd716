using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>Typed reading of a communication-check as far as it was disclosed.</summary>
public sealed class CheckMessageView(RecordContent content)
{
    private readonly JsonElement claims = content.Claims;

    /// <summary>announcement, check or reminder.</summary>
    public string? Purpose => Json.String(claims, "purpose");

    /// <summary>Types of channels that are tried.</summary>
    public ImmutableArray<string> Channels => [.. Json.Strings(claims, "channels")];

    /// <summary>Groups of digits shown; none when the node inbox is not tried.</summary>
    public ImmutableArray<string> Groups =>
        Json.Get(claims, "challenge") is { } challenge ? [.. Json.Strings(challenge, "groups")] : [];

    /// <summary>True when the message itself is the only channel.</summary>
    public bool IsInboxOnly => Channels is [CheckCodes.NodeInbox];
}

/// <summary>Typed reading of a check-answer.</summary>
public sealed class CheckAnswerView(RecordContent content)
{
    private readonly JsonElement claims = content.Claims;

    /// <summary>The message answered.</summary>
    public RecordId? OfRecord =>
        Json.Get(claims, "ofRecord") is { } reference && Json.String(reference, "recordId") is { } id
            ? new RecordId(id)
            : null;

    /// <summary>Code of list check-outcome, as it was signed.</summary>
    public string? Outcome => Json.String(claims, "outcome");

    /// <summary>The code; empty where there is none.</summary>
    public string Code => Json.String(claims, "code") ?? "";

    /// <summary>When a human answered, as the State states it.</summary>
    public DateTimeOffset? At => Json.Time(claims, "at");
}
