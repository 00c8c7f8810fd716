using System.Text.Json;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>What drafting and revising must respect besides the rules on content.</summary>
internal static class DraftRules
{
    public static Refusal? OfAuthor(Actor actor, string recordType, NodeIdentity self)
    {
        if (self.Kind == ParticipantKinds.ObserverState)
        {
            return LifecycleRules.No("OBSERVER_AUTHORS_NOTHING", "An observer reads and authors nothing.");
        }

        // An unknown type is a field fault, not a question of roles.
        return
            RecordTypes.All.Contains(recordType)
            && !(
                RecordTypes.IsReceipt(recordType)
                && Permissions.Allowed(actor.Roles, OfficerAction.Acknowledge, recordType)
            )
            ? Permissions.Check(actor, OfficerAction.Draft, recordType)
            : null;
    }

    public static IEnumerable<FieldFault> OfNew(DraftRecord command, NodeIdentity self)
    {
        if (command.Header.Originator != self.Participant)
        {
            yield return new FieldFault("originator", "Must be the participant of this node.");
        }

        foreach (var name in SetByNode.Where(name => Json.Get(command.Content.Claims, name) is not null))
        {
            yield return new FieldFault(name, "Is set by the node; leave it out.");
        }

        if (Json.Get(command.Content.Claims, ContentDefaults.NominationField) is not null)
        {
            yield return new FieldFault(
                ContentDefaults.NominationField,
                "Is entered by the nominating authority; leave it out."
            );
        }

        // A State speaks for itself; an organisation's node enters what a State without a node gave it.
        if (command.Header.Provenance == Provenances.Relayed
            && self.Kind is not (ParticipantKinds.Organisation or ParticipantKinds.Secretariat))
        {
            yield return new FieldFault(
                ContentDefaults.RelayedForField, "Only an organisation or a secretariat enters for another one.");
        }

        foreach (var fault in OfReply(command.Header.RecordType, command.InReplyTo, command.Content))
        {
            yield return fault;
        }
    }

    public static Refusal? OfRevision(RecordState state)
    {
        if (state.Ended is not null)
        {
            return LifecycleRules.No("CONTACT_ENDED", "The contact has ended.");
        }

        // domain.md §4.9: a receipt is a fact; it cannot be taken back or rewritten.
        return RecordTypes.IsReceipt(state.Header!.RecordType)
            && (state.NewestCleared is not null || state.Lost is not null)
            ? LifecycleRules.No("RECEIPT_IS_A_FACT", "What was acknowledged or answered cannot be changed.")
            : null;
    }

    public static IEnumerable<FieldFault> OfChange(RecordState state, RecordContent content)
    {
        if (
            Json.String(content.Claims, ContentDefaults.ReferenceNumberField) is { } number
            && number != state.ReferenceNumber
        )
        {
            yield return new FieldFault(ContentDefaults.ReferenceNumberField, "Never changes; leave it out.");
        }

        if (
            Json.Get(content.Claims, ContentDefaults.NominationField) is { } nomination
            && (state.Nomination is not { } held || !JsonElement.DeepEquals(nomination, held.ToJson()))
        )
        {
            yield return new FieldFault(
                ContentDefaults.NominationField,
                "Is entered by the nominating authority; leave it out."
            );
        }

        if (
            (state.Lost?.Content ?? state.NewestCleared?.Content) is { } newest
            && Stage(state, content) is >= 0 and var stage
            && stage < Stage(state, newest)
        )
        {
            yield return new FieldFault("stage", "Only moves forward.");
        }

        foreach (var fault in OfReply(state.Header!.RecordType, state.InReplyTo, content))
        {
            yield return fault;
        }
    }

    /// <summary>What an author of a contact writes about its own confirmation.</summary>
    public static IEnumerable<FieldFault> OfConfirmations(
        string recordType, RecordContent content, RecordContent? before, DateTimeOffset now) =>
        recordType == RecordTypes.PointOfContact ? ContactConfirmation.FaultsOf(content, before, now) : [];

    /// <summary>The content with what stays the same in every version.</summary>
    public static RecordContent Carry(RecordState state, RecordContent content)
    {
        var carried = state.ReferenceNumber is { } number
            ? ContentDefaults.With(content, ContentDefaults.ReferenceNumberField, number)
            : content;
        return state.Nomination is { } nomination
            ? ContentDefaults.With(carried, ContentDefaults.NominationField, nomination.ToJson())
            : carried;
    }

    private static readonly string[] SetByNode =
    [
        ContentDefaults.ReferenceNumberField,
        ContentDefaults.AuthoredAtField,
    ];

    private static int Stage(RecordState state, RecordContent content) =>
        Json.String(content.Claims, "stage") is { } stage
            ? RecordCatalogue.Find(state.Header!.RecordType)?.Stages.IndexOf(stage) ?? -1
            : -1;

    private static IEnumerable<FieldFault> OfReply(string recordType, ReplyTarget? target, RecordContent content)
    {
        var isReply = RecordCatalogue.Find(recordType) is { IsReply: true };
        if (isReply != target is not null)
        {
            yield return new FieldFault(
                "ofRecord",
                isReply ? "The message answered is not held here." : "This type answers nothing."
            );
        }
        else if (
            target is not null
            && Json.Get(content.Claims, "ofRecord") is { } reference
            && (
                Json.String(reference, "recordId") != target.RecordId.Value
                || Json.String(reference, "contentHash") != target.ContentHash.Hex
            )
        )
        {
            yield return new FieldFault("ofRecord", "Must be the message answered, in the version held.");
        }
    }
}
