using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Tests.PeerStreams;

public sealed class SealedEntryTests
{
    private static readonly IssuedStatement Statement = Samples.Issue();

    [Fact]
    public void Released_part_travels_and_opens_at_the_recipient()
    {
        var entry = Accept(Released("kind", "sections/annex-2"));
        var opened = entry.OpenStatement(Samples.Keys, Samples.Now).Value;
        Assert.Equal(["kind", "sections", "sections/annex-2"], opened.DisclosedPaths.Select(path => path.ToString()));
        Assert.Equal(Statement.ContentHash, opened.ContentHash);
        Assert.Equal(0, opened.DestroyedDisclosures);
        Assert.Equal("TLP:GREEN", entry.Body.Marking.Tlp);
    }

    [Fact]
    public void Same_input_gives_the_same_bytes()
    {
        var wish = Samples.Entry(Statement, "kind", "topics", "topics/#1") with
        {
            RelatesTo = [Samples.OtherRecord, Samples.Record],
            Audience = [Samples.Xb, Samples.Xa],
            Replaces = Statement.ContentHash,
        };
        var once = Samples.Seal(PeerEntryBuilder.WithStatement(wish));
        Assert.Equal(once, Samples.Seal(PeerEntryBuilder.WithStatement(wish)));
        var body = Accept(once).Body;
        Assert.Equal([Samples.Xa.Value, Samples.Xb.Value], body.Audience);
    }

    [Fact]
    public void Destroyed_disclosures_leave_the_proof_whole_and_are_counted()
    {
        var sealedEntry = Released("kind", "status", "officialUrl");
        sealedEntry.Disclosures.RemoveAt(1);
        var opened = Accept(sealedEntry).OpenStatement(Samples.Keys, Samples.Now).Value;
        Assert.Equal(1, opened.DestroyedDisclosures);
        Assert.Equal(2, opened.DisclosedPaths.Length);
    }

    [Fact]
    public void Statement_of_another_version_is_a_mismatch()
    {
        var sealedEntry = Released("kind");
        sealedEntry.Statement = ByteString.CopyFromUtf8(Samples.Issue(salts: Samples.Salts(2)).Jwt);
        Assert.Equal(StreamFaults.StatementMismatch, Fault(sealedEntry));
        sealedEntry.Statement = ByteString.Empty;
        Assert.Equal(StreamFaults.StatementMismatch, Fault(sealedEntry));
    }

    [Fact]
    public void Statement_beside_an_entry_that_names_none_is_a_mismatch()
    {
        var sealedEntry = Samples.Seal(Samples.Receipt(1));
        sealedEntry.Statement = ByteString.CopyFromUtf8("a.b.c");
        Assert.Equal(StreamFaults.StatementMismatch, Fault(sealedEntry));
    }

    [Fact]
    public void Disclosure_that_was_not_released_is_a_mismatch()
    {
        var sealedEntry = Released("kind");
        sealedEntry.Disclosures.Add(Statement.Disclosures.Single(shown => shown.Path.Field == "officialUrl").Encoded);
        Assert.Equal(StreamFaults.DisclosureMismatch, Fault(sealedEntry));
    }

    [Fact]
    public void Disclosures_in_another_order_or_twice_are_a_mismatch()
    {
        var swapped = Released("kind", "status");
        (swapped.Disclosures[0], swapped.Disclosures[1]) = (swapped.Disclosures[1], swapped.Disclosures[0]);
        Assert.Equal(StreamFaults.DisclosureMismatch, Fault(swapped));
        var twice = Released("kind");
        twice.Disclosures.Add(twice.Disclosures[0]);
        Assert.Equal(StreamFaults.DisclosureMismatch, Fault(twice));
    }

    [Fact]
    public void Statement_about_another_record_is_named_when_it_is_opened()
    {
        var body = PeerEntry.Parser.ParseFrom(Released("kind").Entry);
        body.RecordId = Samples.OtherRecord.Value;
        var sealedEntry = Released("kind");
        sealedEntry.Entry = body.ToByteString();
        var opened = Accept(sealedEntry).OpenStatement(Samples.Keys, Samples.Now);
        Assert.Equal(StatementFaults.WrongRecord, opened.Fault?.Name);
    }

    [Fact]
    public void Entry_without_a_statement_has_none_to_open() => Assert.Equal(
        StatementFaults.NoStatement,
        Accept(Samples.Seal(Samples.Receipt(1))).OpenStatement(Samples.Keys, Samples.Now).Fault?.Name);

    [Fact]
    public void Every_kind_that_we_build_is_accepted()
    {
        var at = Samples.Now;
        var held = Samples.Append(CompactRange.Empty, Samples.Entries(2));
        var note = StreamHeads.Sign(Samples.Stream, held, at, Samples.CheckpointKey);
        var head = PeerStreamVerifier.VerifyHead(Samples.Stream, held, note, Samples.Keys, at).Value;
        NewPeerEntry[] built =
        [
            PeerEntryBuilder.Delivered(Samples.Record, RecordTypes.Response, Statement.ContentHash, at),
            PeerEntryBuilder.Acknowledged(
                Samples.OtherRecord, Statement.ContentHash, at, Samples.Entry(Statement, "kind")),
            PeerEntryBuilder.Withdrawn(
                Samples.Record, RecordTypes.Response, Statement.ContentHash, "issued-in-error", "stop-using", at),
            PeerEntryBuilder.Narrowed(Samples.Record, RecordTypes.Response, Statement.ContentHash, at),
            PeerEntryBuilder.KeyAdded(Samples.StatementKey.Id, at, new byte[] { 1 }),
            PeerEntryBuilder.KeyRetired(Samples.StatementKey.Id, at),
            PeerEntryBuilder.KeyCompromised(Samples.StatementKey.Id, at),
            PeerEntryBuilder.CheckpointOfPeer(head, at),
            .. new[] { "released", "corrected", "widened", "message" }.Select(kind =>
                PeerEntryBuilder.WithStatement(Samples.Entry(Statement, "kind") with { Kind = kind })),
        ];
        var entries = built.Select(Samples.Seal).ToList();
        var batch = Samples.Batch(CompactRange.Empty, entries);
        var verified = PeerStreamVerifier.Verify(Samples.Stream, CompactRange.Empty, batch, Samples.Keys, at).Value;
        Assert.Equal(built.Length, verified.Entries.Length);
        Assert.Equal(
            built.Select(entry => entry.LeafHash.ToArray()),
            verified.Entries.Select(entry => entry.LeafHash.ToArray()));
    }

    [Fact]
    public void Kinds_without_a_statement_cannot_be_built_with_one() => Assert.Throws<ArgumentException>(() =>
        PeerEntryBuilder.WithStatement(Samples.Entry(Statement, "kind") with { Kind = EntryKinds.Withdrawn }));

    [Fact]
    public void Kind_of_a_newer_peer_is_kept()
    {
        var entry = new SealedEntry { Entry = new PeerEntry { Kind = "from-2031" }.ToByteString() };
        Assert.Equal("from-2031", Accept(entry).Body.Kind);
    }

    public static TheoryData<string> MalformedBodies => new(Malformed.Keys);

    [Theory]
    [MemberData(nameof(MalformedBodies))]
    public void Entries_that_lack_their_part_are_malformed(string what) =>
        Assert.Equal(StreamFaults.Malformed, Fault(new SealedEntry { Entry = Malformed[what] }));

    private static readonly Dictionary<string, ByteString> Malformed = new()
    {
        ["no message"] = ByteString.CopyFrom(0xff, 0xff, 0xff),
        ["nothing"] = ByteString.Empty,
        ["no kind"] = new PeerEntry { RecordId = Samples.Record.Value }.ToByteString(),
        ["released without statement"] =
            new PeerEntry { Kind = "released", RecordId = Samples.Record.Value }.ToByteString(),
        ["statement without marking"] = With(body => body.Marking = null),
        ["statement hash too short"] = With(body => body.StatementSha256 = ByteString.CopyFrom(1, 2, 3)),
        ["digest too short"] = With(body => body.DisclosureSha256.Add(ByteString.CopyFrom(1, 2, 3))),
        ["digest twice"] = With(body => body.DisclosureSha256.Add(body.DisclosureSha256[0])),
        ["digests unsorted"] = With(body => body.DisclosureSha256.Add(ByteString.CopyFrom(new byte[32]))),
        ["no release time"] = With(body => body.ReleasedAt = null),
        ["no such moment"] = With(body => body.ReleasedAt.Seconds = long.MaxValue),
        ["no such nanosecond"] = With(body => body.ReleasedAt.Nanos = -1),
        ["no record"] = With(body => body.RecordId = "x"),
        ["withdrawn without withdrawal"] =
            new PeerEntry { Kind = "withdrawn", RecordId = Samples.Record.Value }.ToByteString(),
        ["receipt without receipt"] =
            new PeerEntry { Kind = "receipt", RecordId = Samples.Record.Value }.ToByteString(),
        ["key without key"] = new PeerEntry { Kind = "key" }.ToByteString(),
        ["checkpoint without checkpoint"] = new PeerEntry { Kind = "checkpoint-of-peer" }.ToByteString(),
    };

    private static ByteString With(Action<PeerEntry> spoil)
    {
        var body = PeerEntry.Parser.ParseFrom(Released("kind").Entry);
        spoil(body);
        return body.ToByteString();
    }

    private static SealedEntry Released(params string[] paths) =>
        Samples.Seal(PeerEntryBuilder.WithStatement(Samples.Entry(Statement, paths)));

    private static VerifiedEntry Accept(SealedEntry entry) => Verify(entry).Value.Entries.Single();

    private static string? Fault(SealedEntry entry) => Verify(entry).Fault?.Name;

    private static Verdict<VerifiedBatch, StreamFault> Verify(SealedEntry entry) => PeerStreamVerifier.Verify(
        Samples.Stream, CompactRange.Empty, Samples.Batch(CompactRange.Empty, [entry]), Samples.Keys, Samples.Now);
}
