using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>The record that a conversation is about, as this node has it.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="Record">The record.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="Content">Its newest content, as far as this node has it.</param>
/// <param name="SentAt">When it was released, or stored here.</param>
public sealed record ConversationRoot(
    ParticipantId By, RecordId Record, string RecordType, RecordContent Content, DateTimeOffset SentAt)
{
    /// <summary>What is known of its arrival at those who got it: all of them, or at a holder its own node.</summary>
    public ImmutableSortedDictionary<ParticipantId, RecipientReceipts> Others { get; init; } =
        ImmutableSortedDictionary<ParticipantId, RecipientReceipts>.Empty;
}

/// <summary>A record that one side wrote about it: an answer, a consultation, a step.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="Record">The record.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="Content">Its newest content, as far as this node has it.</param>
/// <param name="At">When it was stored or released here: order is that of this node, never of a foreign clock.</param>
public sealed record ConversationTurn(
    ParticipantId By, RecordId Record, string RecordType, RecordContent Content, DateTimeOffset At);

/// <summary>How it stands with one participant.</summary>
/// <param name="Participant">Of whom.</param>
/// <param name="State">A code; each kind of conversation has its own.</param>
/// <param name="Since">Since when; null when nothing says.</param>
/// <param name="By">The record that says so; null: a receipt, or the passing of time.</param>
public sealed record ConversationSide(
    ParticipantId Participant, string State, DateTimeOffset? Since = null, RecordId? By = null);

/// <summary>
/// How a question, a talk or a request for help stands, derived from what each side wrote and from nothing else. No
/// side can put words into another's mouth: what one says of both is a state of both only when both said it.
/// </summary>
/// <param name="Kind">clarification, consultation or assistance.</param>
/// <param name="State">How it stands as a whole; empty where only its sides stand somewhere.</param>
/// <param name="Sides">One each, in the order of participant ids.</param>
public sealed record Conversation(string Kind, string State, ImmutableArray<ConversationSide> Sides);
