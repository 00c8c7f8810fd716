using System.Collections.Immutable;
using System.Security.Cryptography;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;

namespace CbmExchange.Node.Checks;

/// <summary>
/// The records of a check go the way of every record: drafted and submitted by one officer, cleared and released by
/// another. One record, one grant, one entry for each State: nothing in its stream depends on who else is checked.
/// </summary>
internal sealed class CheckRecords(
    RecordLoader loader, RecordDesk desk, ReleaseSettings settings, EntryMaker entries, ParticipantTable participants,
    NodeIdentity self)
{
    /// <summary>Drafts a record and submits it.</summary>
    public Outcome<(RecordState State, StreamAppend Append)> Draft(
        Actor author, string recordType, RecordId id, RecordContent content, DateTimeOffset now)
    {
        var drafted = RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord { Actor = author, Header = HeaderOf(recordType, id), Content = content },
            self, Policies.Default, now, RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount));
        if (drafted.Refusal is { } refusal)
        {
            return refusal;
        }

        var draft = RecordState.Fold(drafted.Value);
        var submitted = RecordDecider.Submit(draft, new SubmitRecord { Actor = author }, self, now);
        return submitted.Refusal is { } refused
            ? refused
            : (draft, RecordReplies.StreamsOf(
                RecordState.Empty, id, [.. drafted.Value, .. submitted.Value]).Single());
    }

    /// <summary>
    /// Clears and releases one record to each State that takes part now; one that is suspended is passed over.
    /// </summary>
    public async Task<Outcome<CheckSending>> SendAsync(
        Actor actor, IEnumerable<(ParticipantId Participant, RecordId Record)> records, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var sending = new CheckSending([], [], []);
        foreach (var (participant, record) in records.Where(one => participants.State.IsActive(one.Participant)))
        {
            var sent = await SendAsync(actor, participant, record, now, cancellationToken).ConfigureAwait(false);
            if (sent.Refusal is { } refusal)
            {
                return refusal;
            }

            sending = new CheckSending(
                [.. sending.Sent, participant],
                [.. sending.Streams, .. sent.Value.Streams],
                [.. sending.Entries, .. sent.Value.Entries]);
        }

        return sending;
    }

    private async Task<Outcome<CheckSending>> SendAsync(
        Actor actor, ParticipantId participant, RecordId record, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var before = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        if (before.Working is not { Status: VersionStatus.InClearance })
        {
            return new Refusal(
                RefusalKind.FailedPrecondition, "CHECK_DRAFT_CHANGED",
                "A message of this check was taken out of clearance; plan a new check.");
        }

        var cleared = desk.Clear(before, new ClearRecord { Actor = actor }, now);
        if (cleared.Refusal is { } refusal)
        {
            return refusal;
        }

        var signed = cleared.Value.Aggregate(before, (state, happened) => state.Apply(happened));
        var released = RecordDecider.Release(
            signed,
            new ReleaseRecord { Actor = actor, Grants = [GrantTo(participant)] },
            await settings.OfAsync(signed, cancellationToken).ConfigureAwait(false),
            Policies.Default,
            now);
        return released.Refusal is { } refused
            ? refused
            : new CheckSending(
                [participant],
                RecordReplies.StreamsOf(before, record, [.. cleared.Value, .. released.Value]),
                entries.Of(signed, signed.NewestCleared!, released.Value.OfType<RecordReleased>().Single()));
    }

    private static ReleaseGrant GrantTo(ParticipantId participant) =>
        new(
            new Audience { Include = [AudienceMember.Participant(participant)] },
            Marking.Default(TlpLabels.AmberStrict),
            PartSelection.All);

    private RecordHeader HeaderOf(string recordType, RecordId id) =>
        new()
        {
            Originator = self.Participant,
            RecordId = id,
            RecordType = recordType,
            SchemaVersion = ContentRules.SchemaVersion,
            Context = "test",
            Provenance = "self-declared",
            AuthoritativeLanguages = [CheckContents.Language],
        };
}
