using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// View-as, worked out from the originator's log by <see cref="ExpectedView"/>: each release makes exactly the entries
/// that it must, and each entry shows exactly that view. At the end the views of each peer are put together from what
/// it holds and compared once more.
/// </summary>
internal sealed partial class ReleaseChecker(SimulatedWorld world, SimulatedNode node)
{
    private readonly Dictionary<RecordId, RecordModel> records = [];
    private readonly GivenMemory memory = new();

    /// <summary>Views compared.</summary>
    public long Compared { get; private set; }

    /// <summary>The log goes back to its beginning.</summary>
    public void Reset()
    {
        records.Clear();
        members.Clear();
    }

    /// <summary>A transaction of this node. What is replayed was checked when it happened.</summary>
    public void Committed(Commit commit, bool isReplayed)
    {
        foreach (var stored in commit.Events)
        {
            Apply(stored.Body, commit, isReplayed);
        }

        // By what was asked, whatever the log made of it.
        foreach (var recalled in (commit.Request?.Streams ?? []).SelectMany(one => one.Events)
            .OfType<ReleaseRecalled>())
        {
            records[recalled.RecordId].Waiting = null;
            Recalled += isReplayed ? 0 : 1;
        }

        foreach (var batch in (commit.Request?.Incoming ?? []).Where(one => one.Stream.Originator == node.Participant))
        {
            foreach (var entry in batch.Entries)
            {
                TakeBack(batch.Stream.Recipient, entry);
            }
        }
    }

    /// <summary>What each peer reads in the end is what the log says it was given.</summary>
    public void Finish()
    {
        foreach (var peer in world.Nodes.Where(peer => peer != node))
        {
            var stream = node.Disk.Newest(node.Participant, peer.Participant);
            if (stream.Generation > 1)
            {
                // What only the older generation says is lost; entry by entry it was compared all the same.
                continue;
            }

            var read = Read(peer.Disk.Find(stream)?.Entries ?? []);
            var expected = records.Where(pair => pair.Value.Given.ContainsKey(peer.Participant))
                .ToDictionary(pair => pair.Key.Value, pair => pair.Value.Given[peer.Participant].View);
            if (read.Count != expected.Count
                || read.Any(pair => expected.GetValueOrDefault(pair.Key) != pair.Value))
            {
                world.Violate($"{peer.Identity.Designator} does not read what {node.Identity.Designator} gave it.");
            }

            ViewsAs(peer.Participant, expected);
        }
    }

    // What the node itself says that the peer can see.
    private void ViewsAs(ParticipantId peer, Dictionary<string, string> expected)
    {
        foreach (var (record, view) in expected)
        {
            var state = RecordState.Fold(
                node.Disk.StreamOf(OwnRecordTable.StreamOf(new RecordId(record))).Select(stored => stored.Body));
            var fields = state.SeenBy(peer)?.View.Claims.EnumerateObject()
                .ToDictionary(field => field.Name, field => JsonNode.Parse(field.Value.GetRawText()));
            if (fields is null || OpenedStatement.Text(new(fields, StringComparer.Ordinal)) != view)
            {
                world.Violate(
                    $"{node.Identity.Designator} says otherwise than {SimulatedWorld.IndexOf(peer)} reads {record}.");
            }
        }
    }

    private void TakeBack(ParticipantId recipient, VerifiedEntry entry)
    {
        var id = new RecordId(entry.Body.RecordId);
        if (entry.Body.Kind == EntryKinds.Withdrawn)
        {
            records.GetValueOrDefault(id)?.Told.Add(recipient);
            End(id);
        }
        else if (entry.Body.Kind == EntryKinds.Narrowed)
        {
            if (records.GetValueOrDefault(id)?.Given is { } given && given.TryGetValue(recipient, out var before))
            {
                given[recipient] = before with { IsNarrowed = true };
            }
        }
        else if (!entry.Body.StatementSha256.IsEmpty)
        {
            if (!records.TryGetValue(id, out var record))
            {
                records[id] = record = new RecordModel { RecordType = entry.Body.RecordType };
            }

            record.Given[recipient] = memory.Back(entry, record);
            record.Released = Math.Max(record.Released, record.Given[recipient].Version);
        }
    }

    private static Dictionary<string, string> Read(IEnumerable<StoredPeerEntry> entries)
    {
        var views = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var body = PeerEntry.Parser.ParseFrom(entry.Entry.Span);
            if (!body.StatementSha256.IsEmpty)
            {
                views[body.RecordId] = OpenedStatement.Read(entry.Statement.Span, entry.Disclosures);
            }
        }

        return views;
    }

    private void Apply(IEvent body, Commit commit, bool isReplayed)
    {
        switch (body)
        {
            case RecordDrafted drafted:
                records[drafted.Header.RecordId] = new RecordModel { RecordType = drafted.Header.RecordType };
                records[drafted.Header.RecordId].Contents[drafted.Version] = drafted.Content.Claims;
                break;
            case RecordRevised revised:
                records[revised.Header.RecordId].Contents[revised.Version] = revised.Content.Claims;
                break;
            case ContactNominated nominated:
                Nominate(records[nominated.RecordId], nominated);
                break;
            case RecordCleared cleared:
                records[cleared.RecordId].Statements[cleared.Version] = cleared.Statement;
                break;
            case RecordReleased released:
                Release(records[released.RecordId], released, commit, isReplayed);
                break;
            case ReleaseNarrowed narrowed:
                var given = records[narrowed.RecordId].Given;
                foreach (var recipient in narrowed.Recipients)
                {
                    given[recipient.Participant] = given[recipient.Participant] with { IsNarrowed = true };
                }

                break;
            case RecordWithdrawn withdrawn:
                Withdraw(records[withdrawn.RecordId], withdrawn, commit, isReplayed);
                break;
            case WithdrawalTold told:
                Tell(records[told.RecordId], told, commit, isReplayed);
                break;
            default:
                Apply(body, commit);
                break;
        }
    }

    private static void Nominate(RecordModel record, ContactNominated nominated)
    {
        var version = record.Contents.Keys.Max();
        var content = JsonObject.Create(record.Contents[version])!;
        content["nomination"] = JsonSerializer.SerializeToNode(nominated.Nomination.ToJson());
        record.Contents[version] = JsonSerializer.SerializeToElement(content);
    }

    private void Release(RecordModel record, RecordReleased released, Commit commit, bool isReplayed)
    {
        var expected = released.IsFollowing
            ? Following(record, released, commit)
            : Leaving(record, released, commit);
        if (!isReplayed)
        {
            Compare(commit, expected.Select(one => one.Participant), "released");
        }

        foreach (var (participant, next) in expected)
        {
            if (!isReplayed && EntryFor(participant, commit) is { } entry)
            {
                Compare(entry, record, released, participant, next);
                memory.Wrote(entry, next);
            }

            record.Given[participant] = next;
            world.Checks.Disclosure.Allow(node, participant, next.View);
        }
    }

    private void Withdraw(RecordModel record, RecordWithdrawn withdrawn, Commit commit, bool isReplayed)
    {
        record.Told.UnionWith(record.Given.Keys);
        End(withdrawn.RecordId);
        if (!isReplayed)
        {
            Compare(commit, record.Given.Keys, $"withdrawn {withdrawn.RecordId}");
        }
    }

    // Only holders who were not told yet; that all are in the end is looked at then.
    private void Tell(RecordModel record, WithdrawalTold told, Commit commit, bool isReplayed)
    {
        var recipients = told.Recipients.Select(one => one.Participant).ToList();
        if (!isReplayed)
        {
            Compare(commit, recipients, $"told {told.RecordId}");
            if (recipients.Any(recipient => !record.Given.ContainsKey(recipient) || !record.Told.Add(recipient)))
            {
                world.Violate($"{node.Identity.Designator} tells of a withdrawal who holds nothing or knows it.");
            }
        }

        record.Told.UnionWith(recipients);
        End(told.RecordId);
    }

    private void Compare(Commit commit, IEnumerable<ParticipantId> expected, string what)
    {
        var told = commit.Outgoing.Select(one => one.Stream.Recipient).Order();
        if (!told.SequenceEqual(expected.Order()))
        {
            world.Violate($"{node.Identity.Designator}: {what} to others than the grants say.");
        }
    }

    private StoredPeerEntry? EntryFor(ParticipantId participant, Commit commit)
    {
        var given = commit.Outgoing.FirstOrDefault(one => one.Stream.Recipient == participant);
        return given.Count == 0 ? null : node.Disk.Find(given.Stream)!.Entries[(int)given.First];
    }

    private void Compare(
        StoredPeerEntry entry, RecordModel record, RecordReleased released, ParticipantId participant, GivenModel next)
    {
        Compared++;
        var body = PeerEntry.Parser.ParseFrom(entry.Entry.Span);
        var statement = record.Statements[released.Version];
        var isSame = body.RecordId == released.RecordId.Value && body.RecordType == record.RecordType
            && body.Marking.Tlp == next.Tlp
            && (body.NarrowedAt is not null) == next.IsNarrowed
            && Encoding.ASCII.GetString(entry.Statement.Span) == statement
            && body.StatementSha256.Span.SequenceEqual(SHA256.HashData(entry.Statement.Span))
            && OpenedStatement.Read(entry.Statement.Span, entry.Disclosures) == next.View;
        if (!isSame)
        {
            world.Violate(
                $"{node.Identity.Designator} gives {SimulatedWorld.IndexOf(participant)} another view of "
                + $"{released.RecordId} than its grants say.");
        }
    }
}
