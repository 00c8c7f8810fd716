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

    private static readonly Comparer<(long Position, RecordId Record)> ByPosition =
        Comparer<(long Position, RecordId Record)>.Create((left, right) => left.Position.CompareTo(right.Position));

    /// <summary>Lines handed over at once, so that a reader of a long list does not hold the writer up.</summary>
    private const int LinesAtOnce = 256;

    // One writer and many readers, each for a moment; only what is handed out is immutable. A start folds the whole
    // log, and trees that are copied at each event took a fifth of it.
    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, OwnRecordLine> lines = [];
    private readonly Dictionary<string, RecordId> byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<(RecordId, ParticipantId), LogPosition> givenAt = [];
    private readonly Dictionary<string, ImmutableHashSet<string>> attachments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableHashSet<ParticipantId>> cases = new(StringComparer.Ordinal);

    private readonly HashSet<(RecordId, ParticipantId)> takenBack = [];

    // By position. The places that records left when they changed again are passed over, and cleared away.
    private readonly List<(long Position, RecordId Record)> changes = [];

    private volatile ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> given =
        ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>>.Empty;

    private volatile WithdrawalReach reach = WithdrawalReach.Empty;

    /// <summary>Own records that each participant was given.</summary>
    public ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> Given => given;

    /// <summary>Participants that were given an own record of a case.</summary>
    public ImmutableHashSet<ParticipantId> HoldersOf(string caseId)
    {
        lock (gate)
        {
            return cases.GetValueOrDefault(caseId, []);
        }
    }

    /// <summary>Where in the log a participant was last given something of a record; null when it never was.</summary>
    public LogPosition? LastGivenAt(RecordId record, ParticipantId participant)
    {
        lock (gate)
        {
            return givenAt.TryGetValue((record, participant), out var position) ? position : null;
        }
    }

    /// <summary>
    /// True when what a participant was given last is known only from the entry that it gave back (decision 0022).
    /// </summary>
    public bool IsTakenBack(RecordId record, ParticipantId participant)
    {
        lock (gate)
        {
            return takenBack.Contains((record, participant));
        }
    }

    /// <summary>Withdrawn records with holders whom the withdrawal has not reached.</summary>
    public ImmutableDictionary<RecordId, ImmutableHashSet<ParticipantId>> OwedWithdrawals => reach.Owed;

    /// <summary>The name of a record's stream in the log.</summary>
    public static string StreamOf(RecordId record) => StreamPrefix + record.Value;

    /// <summary>The record of a stream in the log; null when it is a stream of something else.</summary>
    public static RecordId? RecordOf(string streamId) =>
        streamId.StartsWith(StreamPrefix, StringComparison.Ordinal)
            ? new RecordId(streamId[StreamPrefix.Length..])
            : null;

    /// <summary>The record with this id or reference number, or null.</summary>
    public RecordId? Find(string idOrReference)
    {
        lock (gate)
        {
            return lines.ContainsKey(new RecordId(idOrReference)) ? new RecordId(idOrReference)
                : ReferenceNumber.Normalise(idOrReference) is { } number
                    && byReference.TryGetValue(number, out var found) ? found
                : null;
        }
    }

    /// <summary>
    /// Lines of records changed before a position, newest first. A record that changes while they are read is among
    /// the newest of the next reading.
    /// </summary>
    public IEnumerable<OwnRecordLine> NewestFirst(long? before)
    {
        var next = before ?? long.MaxValue;
        while (LinesBefore(next) is [.., var last] some)
        {
            foreach (var line in some)
            {
                yield return line;
            }

            next = last.ChangedAt.Value;
        }
    }

    /// <summary>The type of an own record; null when there is none with this id.</summary>
    public string? TypeOf(RecordId record)
    {
        lock (gate)
        {
            return lines.GetValueOrDefault(record)?.RecordType;
        }
    }

    /// <summary>What people call an own record: its reference number, else its id.</summary>
    public string ReferenceOf(RecordId record)
    {
        lock (gate)
        {
            var number = lines.GetValueOrDefault(record)?.ReferenceNumber ?? "";
            return number.Length > 0 ? number : record.Value;
        }
    }

    /// <summary>Types of own records that name an attachment, in any version.</summary>
    public ImmutableHashSet<string> TypesNaming(string sha256)
    {
        lock (gate)
        {
            return attachments.GetValueOrDefault(sha256, []);
        }
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (RecordOf(stored.StreamId) is not { } id)
        {
            return;
        }

        lock (gate)
        {
            if (Next(lines.GetValueOrDefault(id), id, stored) is { } line)
            {
                Put(
                    OwnRecordFacts.Written(stored.Body) is { } content
                        ? line with { EndsAt = RecordStates.EndOf(content) }
                        : line,
                    stored);
            }

            reach = reach.After(id, stored.Body, given);
        }
    }

    private void Put(OwnRecordLine line, StoredEvent stored)
    {
        lines[line.RecordId] = line;
        changes.Add((line.ChangedAt.Value, line.RecordId));
        if (changes.Count > (2 * lines.Count) + LinesAtOnce)
        {
            changes.RemoveAll(place => !IsNewest(place));
        }

        if (OwnRecordFacts.Written(stored.Body) is { } content)
        {
            Name(line, content);
        }

        Give(line, OwnRecordFacts.GivenTo(stored.Body));
        foreach (var participant in OwnRecordFacts.Touched(stored.Body))
        {
            givenAt[(line.RecordId, participant)] = stored.Position;
            _ = stored.Body is ReleaseTakenBack
                ? takenBack.Add((line.RecordId, participant))
                : takenBack.Remove((line.RecordId, participant));
        }
    }

    private void Name(OwnRecordLine line, RecordContent content)
    {
        if (line.ReferenceNumber.Length > 0)
        {
            byReference[line.ReferenceNumber] = line.RecordId;
        }

        foreach (var sha256 in AttachmentNames.In(content.Claims))
        {
            attachments[sha256] = attachments.GetValueOrDefault(sha256, []).Add(line.RecordType);
        }
    }

    private void Give(OwnRecordLine line, ImmutableArray<ParticipantId> to)
    {
        if (to.IsEmpty)
        {
            return;
        }

        given = given.SetItems(to.Select(participant => KeyValuePair.Create(
            participant, given.GetValueOrDefault(participant, []).Add(line.RecordId))));
        if (line.CaseId.Length > 0)
        {
            cases[line.CaseId] = cases.GetValueOrDefault(line.CaseId, []).Union(to);
        }
    }

    private List<OwnRecordLine> LinesBefore(long before)
    {
        var some = new List<OwnRecordLine>();
        lock (gate)
        {
            var end = changes.BinarySearch((before, default), ByPosition);
            for (var index = (end < 0 ? ~end : end) - 1; index >= 0 && some.Count < LinesAtOnce; index--)
            {
                if (IsNewest(changes[index]))
                {
                    some.Add(lines[changes[index].Record]);
                }
            }
        }

        return some;
    }

    private bool IsNewest((long Position, RecordId Record) place) =>
        lines[place.Record].ChangedAt.Value == place.Position;

    private static OwnRecordLine First(RecordDrafted drafted, RecordId id, LogPosition at) =>
        new(
            id, drafted.Header.RecordType, RecordStates.Draft,
            RecordStates.Text(drafted.Content, ContentDefaults.ReferenceNumberField),
            RecordStates.Text(drafted.Content, ContentDefaults.CaseIdField), false, at, drafted.Header.Context,
            drafted.Header.ExerciseId);

    private static OwnRecordLine First(ReleaseTakenBack back, RecordId id, LogPosition at) =>
        new(id, back.Header.RecordType, RecordStates.Published, "", "", true, at, back.Header.Context,
            back.Header.ExerciseId);

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
                    _ when stored.Is<RecordSubmitted>() => line with { State = RecordStates.InClearance },
                    RecordReturned => line with { State = RecordStates.Returned },
                    _ when stored.Is<RecordCleared>() => line with { State = RecordStates.Cleared },
                    RecordReleased => line with { State = RecordStates.Published, WasReleased = true },
                    RecordAbandoned when line.WasReleased => line with { State = RecordStates.Published },
                    RecordAbandoned => line with { State = RecordStates.Abandoned },
                    ReleaseTakenBack back => TakenBack(line, back),
                    RecordWithdrawn or WithdrawalTakenBack => line with { State = RecordStates.Withdrawn },
                    ContactEnded when !line.WasReleased => line with { State = RecordStates.Withdrawn },
                    _ => line,
                }
            ) with { ChangedAt = stored.Position };
    }

    // What is being worked on goes on; a withdrawal stays one, also when it came back first.
    private OwnRecordLine TakenBack(OwnRecordLine line, ReleaseTakenBack back) =>
        line with
        {
            State = reach.Told.ContainsKey(line.RecordId) ? RecordStates.Withdrawn
                : line.State is RecordStates.Cleared or RecordStates.Abandoned ? RecordStates.Published
                : line.State,
            WasReleased = true,
            ReferenceNumber = Known(line.ReferenceNumber, back, ContentDefaults.ReferenceNumberField),
            CaseId = Known(line.CaseId, back, ContentDefaults.CaseIdField),
        };

    private static string Known(string known, ReleaseTakenBack back, string field) =>
        known.Length > 0 ? known : RecordStates.Text(back.Content, field);
}
