using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Reference;

namespace CbmExchange.Domain.Cases;

/// <summary>Somebody shall be reached about an own message of which no receipt is recorded.</summary>
public sealed record EscalationQuestion
{
    /// <summary>Its precedence code.</summary>
    public required string Precedence { get; init; }

    /// <summary>The contact that the message names; null for none.</summary>
    public RecordId? Contact { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Contacts of the recipient that are held here.</summary>
    public required ImmutableArray<ContactEntry> Entries { get; init; }

    /// <summary>What was tried about this message and recipient, oldest first.</summary>
    public ImmutableArray<EscalationAttempt> Attempts { get; init; } = [];

    /// <summary>Public contacts of the State, not nominated by it.</summary>
    public ImmutableArray<PublicFallback> Fallbacks { get; init; } = [];

    /// <summary>Designators of those who may relay: secretariats of bodies in which both are members.</summary>
    public ImmutableArray<string> Facilitators { get; init; } = [];
}

/// <summary>A step that can be taken.</summary>
/// <param name="Step">Code of <see cref="EscalationSteps"/>.</param>
/// <param name="Entry">The contact; null for the steps outside the directory.</param>
/// <param name="Channel">Its channel; null where there is none.</param>
public sealed record EscalationChoice(string Step, ContactEntry? Entry, ChannelView? Channel)
{
    /// <summary>Public contacts of the State, not nominated by it, where the step has no nominated one.</summary>
    public ImmutableArray<PublicFallback> Fallbacks { get; init; } = [];

    /// <summary>Who may relay, for that step.</summary>
    public ImmutableArray<string> Facilitators { get; init; } = [];
}
