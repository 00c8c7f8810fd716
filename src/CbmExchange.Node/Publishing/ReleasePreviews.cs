using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Participants;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using AudienceMember = CbmExchange.Domain.Release.AudienceMember;

namespace CbmExchange.Node.Publishing;

/// <summary>A release as the releasing authority sees it, before and after.</summary>
internal static class ReleasePreviews
{
    /// <summary>What each recipient would be given, with the bytes of its entry.</summary>
    public static PreviewReleaseResponse Of(
        RecordState record, CorrectionReason? correction, ImmutableArray<RecipientRelease> recipients, ReleasePlan plan,
        ParticipantTable participants, DateTimeOffset now, TimeSpan wait)
    {
        var response = new PreviewReleaseResponse
        {
            RecallWindow = wait > TimeSpan.Zero ? wait.ToDuration() : null,
        };
        response.Recipients.AddRange(recipients.Select(
            recipient => Of(record, recipient, correction, participants, now)));
        response.Warnings.AddRange(plan.Warnings.Select(warning => warning.Participants.IsEmpty
            ? warning.Sentence
            : $"{warning.Sentence} ({string.Join(", ", warning.Participants.Select(participants.DesignatorOf))})"));
        response.Unchanged.AddRange(plan.Unchanged.Select(participants.DesignatorOf));
        return response;
    }

    /// <summary>What each recipient of a release was given just now, or will be when it leaves.</summary>
    public static IEnumerable<RecipientState> States(IEvent decided, ParticipantTable participants) => decided switch
    {
        RecordReleased released =>
        [
            .. released.Recipients.Select(recipient =>
                State(recipient, released.ContentHash, released.At, participants)),
            .. World(released.Public, released.ContentHash, released.At),
        ],
        ReleaseScheduled waiting => Leaving(waiting, participants),
        _ => [],
    };

    /// <summary>What each recipient will be given when a release leaves.</summary>
    public static IEnumerable<RecipientState> Leaving(ReleaseScheduled waiting, ParticipantTable participants) =>
        waiting.Recipients.Select(recipient => State(recipient, waiting.ContentHash, waiting.LeavesAt, participants))
            .Concat(World(waiting.Public, waiting.ContentHash, waiting.LeavesAt)).Select(state =>
        {
            state.ReleasedAt = null;
            state.Receipt = "leaving";
            state.LeavesAt = waiting.LeavesAt.ToTimestamp();
            return state;
        });

    /// <summary>What the world was given: it has no node, so nothing is ever receipted.</summary>
    public static RecipientState World(
        IEnumerable<ClaimPath> paths, Marking marking, ContentHash hash, DateTimeOffset at)
    {
        var state = new RecipientState
        {
            ParticipantId = AudienceMember.PublicKind,
            Designator = AudienceMember.PublicKind,
            ContentHash = hash.Hex,
            Marking = WireMarkings.Write(marking),
            ReleasedAt = at.ToTimestamp(),
            Receipt = AudienceMember.PublicKind,
        };
        state.ClaimPaths.AddRange(paths.Select(path => path.ToString()));
        return state;
    }

    private static IEnumerable<RecipientState> World(PublicRelease? given, ContentHash hash, DateTimeOffset at) =>
        given is null ? [] : [World(given.Paths, given.Marking, hash, at)];

    // Nothing is known of its arrival.
    private static RecipientState State(
        RecipientRelease recipient, ContentHash hash, DateTimeOffset at, ParticipantTable participants)
    {
        var state = new RecipientState
        {
            ParticipantId = recipient.Participant.Value,
            Designator = participants.DesignatorOf(recipient.Participant),
            ContentHash = hash.Hex,
            Marking = WireMarkings.Write(recipient.Marking),
            ReleasedAt = at.ToTimestamp(),
            Receipt = ReceiptWords.Queued,
            NarrowedAt = recipient.NarrowedAt?.ToTimestamp(),
        };
        state.ClaimPaths.AddRange(recipient.Paths.Select(path => path.ToString()));
        return state;
    }

    private static RecipientPreview Of(
        RecordState record, RecipientRelease recipient, CorrectionReason? correction, ParticipantTable participants,
        DateTimeOffset now)
    {
        var version = record.NewestCleared!;
        var known = participants.State.Participants.GetValueOrDefault(recipient.Participant);
        var preview = new RecipientPreview
        {
            ParticipantId = recipient.Participant.Value,
            Designator = participants.DesignatorOf(recipient.Participant),
            OfficialName = known is { Names.Length: > 0 } ? known.Names[0].Text
                : recipient.Participant == AudienceMember.PublicId ? "everyone, on the public page of this node"
                : "",
            EntryKind = recipient.Kind,
            ContentJson = RecipientView.Of(version.Content, recipient.Paths).Claims.GetRawText(),
            Marking = WireMarkings.Write(recipient.Marking),
            Entry = recipient.Participant == AudienceMember.PublicId
                ? ByteString.Empty
                : ByteString.CopyFrom(EntryMaker.Entry(record, version, recipient, correction, now).Entry.Span),
        };
        preview.ClaimPaths.AddRange(recipient.Paths.Select(path => path.ToString()));
        preview.WithheldPaths.AddRange(
            ClaimPath.Of(version.Content).Except(recipient.Paths).Select(path => path.ToString()));
        return preview;
    }
}
