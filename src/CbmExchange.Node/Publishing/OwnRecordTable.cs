using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// An index of own records, in memory: where each stands, its reference number, and who was given it. No content; a
/// record itself is folded from its stream when it is asked for.
/// </summary>
internal sealed class OwnRecordTable : IMemoryTable
{
    private const string StreamPrefix = "record-";

    private volatile Snapshot now = new(
        ImmutableDictionary<RecordId, OwnRecordLine>.Empty,
        ImmutableDictionary<string, RecordId>.Empty,
        ImmutableSortedDictionary.Create<long, RecordId>(Comparer<long>.Create((left, right) => right.CompareTo(left))),
        ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>>.Empty,
        ImmutableDictionary<string, ImmutableHashSet<ParticipantId>>.Empty,
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty,
        ImmutableDictionary<(RecordId, ParticipantId), LogPosition>.Empty,
        [],
        WithdrawalReach.Empty
    );

    /// <summary>Own records that each participant was given.</summary>
    public ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> Given => now.Given;

    /// <summary>Participants that were given an own record of a case.</summary>
    public ImmutableHashSet<ParticipantId> HoldersOf(string caseId) => now.Cases.GetValueOrDefault(caseId, []);

    /// <summary>Where in the log a participant was last given something of a record; null when it never was.</summary>
    public LogPosition? LastGivenAt(RecordId record, ParticipantId participant) =>
        now.GivenAt.TryGetValue((record, participant), out var position) ? position : null;

    /// <summary>
    /// True when what a participant was given last is known only from the entry that it gave back (decision 0022).
    /// </summary>
    public bool IsTakenBack(RecordId record, ParticipantId participant) =>
        now.TakenBack.Contains((record, participant));

    /// <summary>Withdrawn records with holders whom the withdrawal has not reached.</summary>
    public ImmutableDictionary<RecordId, ImmutableHashSet<ParticipantId>> OwedWithdrawals => now.Reach.Owed;

    /// <summary>The name of a record's stream in the log.</summary>
    public static string StreamOf(RecordId record) => StreamPrefix + record.Value;

    /// <summary>The record with this id or reference number, or null.</summary>
    public RecordId? Find(string idOrReference)
    {
        var snapshot = now;
        if (snapshot.Lines.ContainsKey(new RecordId(idOrReference)))
        {
            return new RecordId(idOrReference);
        }

        return
            ReferenceNumber.Normalise(idOrReference) is { } number
            && snapshot.ByReference.TryGetValue(number, out var found)
            ? found
            : null;
    }

    /// <summary>Lines of records changed before a position, newest first.</summary>
    public IEnumerable<OwnRecordLine> NewestFirst(long? before)
    {
        var snapshot = now;
        return snapshot
            .ByChange.Where(pair => before is null || pair.Key < before)
            .Select(pair => snapshot.Lines[pair.Value]);
    }

    /// <summary>The type of an own record; null when there is none with this id.</summary>
    public string? TypeOf(RecordId record) => now.Lines.GetValueOrDefault(record)?.RecordType;

    /// <summary>Types of own records that name an attachment, in any version.</summary>
    public ImmutableHashSet<string> TypesNaming(string sha256) => now.Attachments.GetValueOrDefault(sha256, []);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (!stored.StreamId.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var id = new RecordId(stored.StreamId[StreamPrefix.Length..]);
        var before = now.Lines.GetValueOrDefault(id);
        if (Next(before, id, stored) is { } after)
        {
            now = Listed(now, before, after, stored.Body);
        }

        now = now with { Reach = now.Reach.After(id, stored.Body, now.Given) };
    }

    private static Snapshot Listed(Snapshot now, OwnRecordLine? before, OwnRecordLine after, IEvent happened)
    {
        var (id, at) = (after.RecordId, after.ChangedAt);
        var given = GivenTo(happened);
        var touched = Touched(happened).Select(participant => (id, participant)).ToImmutableArray();
        return now with
        {
            Lines = now.Lines.SetItem(id, after),
            ByReference =
                after.ReferenceNumber.Length > 0 ? now.ByReference.SetItem(after.ReferenceNumber, id) : now.ByReference,
            ByChange = (before is null ? now.ByChange : now.ByChange.Remove(before.ChangedAt.Value))
                .SetItem(at.Value, id),
            Given = With(now.Given, id, given),
            Cases = given.IsEmpty || after.CaseId.Length == 0
                ? now.Cases
                : now.Cases.SetItem(after.CaseId, now.Cases.GetValueOrDefault(after.CaseId, []).Union(given)),
            GivenAt = now.GivenAt.SetItems(touched.Select(pair => KeyValuePair.Create(pair, at))),
            TakenBack = happened is ReleaseTakenBack ? now.TakenBack.Union(touched) : now.TakenBack.Except(touched),
            Attachments = happened switch
            {
                RecordDrafted drafted => With(now.Attachments, drafted.Content, after.RecordType),
                RecordRevised revised => With(now.Attachments, revised.Content, after.RecordType),
                ReleaseTakenBack back => With(now.Attachments, back.Content, after.RecordType),
                _ => now.Attachments,
            },
        };
    }

    private static OwnRecordLine First(RecordDrafted drafted, RecordId id, LogPosition at) =>
        new(
            id,
            drafted.Header.RecordType,
            RecordStates.Draft,
            RecordStates.Text(drafted.Content, ContentDefaults.ReferenceNumberField),
            RecordStates.Text(drafted.Content, ContentDefaults.CaseIdField),
            false,
            at
        );

    private static OwnRecordLine First(ReleaseTakenBack back, RecordId id, LogPosition at) =>
        new(id, back.Header.RecordType, RecordStates.Published, "", "", true, at);

    private static ImmutableArray<ParticipantId> GivenTo(IEvent happened) =>
        happened switch
        {
            RecordReleased released => [.. released.Recipients.Select(one => one.Participant)],
            ReleaseTakenBack back => [back.Recipient],
            _ => [],
        };

    private static ImmutableArray<ParticipantId> Touched(IEvent happened) =>
        happened is ReleaseNarrowed narrowed
            ? [.. narrowed.Recipients.Select(one => one.Participant)]
            : GivenTo(happened);

    private OwnRecordLine? Next(OwnRecordLine? before, RecordId id, StoredEvent stored)
    {
        if (stored.Body is RecordDrafted drafted)
        {
            return First(drafted, id, stored.Position);
        }

        var line = before ?? (stored.Body is ReleaseTakenBack first ? First(first, id, stored.Position) : null);
        return line is null
            ? null
            : (
                stored.Body switch
                {
                    RecordRevised revised => line with
                    {
                        State = RecordStates.Draft,
                        CaseId = RecordStates.Text(revised.Content, ContentDefaults.CaseIdField),
                    },
                    RecordSubmitted => line with { State = RecordStates.InClearance },
                    RecordReturned => line with { State = RecordStates.Returned },
                    RecordCleared => line with { State = RecordStates.Cleared },
                    RecordReleased => line with { State = RecordStates.Published, WasReleased = true },
                    RecordAbandoned => line with
                    {
                        State = line.WasReleased ? RecordStates.Published : RecordStates.Abandoned,
                    },
                    ReleaseTakenBack back => TakenBack(line, back),
                    RecordWithdrawn or WithdrawalTakenBack => line with { State = RecordStates.Withdrawn },
                    ContactEnded when !line.WasReleased => line with { State = RecordStates.Withdrawn },
                    _ => line,
                }
            ) with
            {
                ChangedAt = stored.Position,
            };
    }

    // What is being worked on goes on; a withdrawal stays one, also when it came back first.
    private OwnRecordLine TakenBack(OwnRecordLine line, ReleaseTakenBack back) =>
        line with
        {
            State = now.Reach.Told.ContainsKey(line.RecordId) ? RecordStates.Withdrawn
                : line.State is RecordStates.Cleared or RecordStates.Abandoned ? RecordStates.Published
                : line.State,
            WasReleased = true,
            ReferenceNumber = Known(line.ReferenceNumber, back, ContentDefaults.ReferenceNumberField),
            CaseId = Known(line.CaseId, back, ContentDefaults.CaseIdField),
        };

    private static string Known(string known, ReleaseTakenBack back, string field) =>
        known.Length > 0 ? known : RecordStates.Text(back.Content, field);

    private static ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> With(
        ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> given,
        RecordId record,
        ImmutableArray<ParticipantId> to
    ) =>
        given.SetItems(
            to.Select(participant =>
                KeyValuePair.Create(participant, given.GetValueOrDefault(participant, []).Add(record))
            )
        );

    private static ImmutableDictionary<string, ImmutableHashSet<string>> With(
        ImmutableDictionary<string, ImmutableHashSet<string>> attachments,
        RecordContent content,
        string recordType
    ) =>
        AttachmentNames
            .In(content.Claims)
            .Aggregate(
                attachments,
                (known, sha256) => known.SetItem(sha256, known.GetValueOrDefault(sha256, []).Add(recordType))
            );

    private sealed record Snapshot(
        ImmutableDictionary<RecordId, OwnRecordLine> Lines,
        ImmutableDictionary<string, RecordId> ByReference,
        ImmutableSortedDictionary<long, RecordId> ByChange,
        ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> Given,
        ImmutableDictionary<string, ImmutableHashSet<ParticipantId>> Cases,
        ImmutableDictionary<string, ImmutableHashSet<string>> Attachments,
        ImmutableDictionary<(RecordId, ParticipantId), LogPosition> GivenAt,
        ImmutableHashSet<(RecordId, ParticipantId)> TakenBack,
        WithdrawalReach Reach
    );
}
