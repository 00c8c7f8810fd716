using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Testing;

namespace CbmExchange.Store.Tests;

/// <summary>What every store behind the port does. Run for each by a class that opens one.</summary>
public abstract class EventStoreContract
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected TestClock Clock { get; } = new();

    protected abstract Task<IEventStore> OpenAsync();

    [Fact]
    public async Task Appended_events_are_read_back_in_order_with_their_metadata()
    {
        var store = await OpenAsync();
        var request = Make.Append("record-1", expected: 0, count: 3) with
        {
            Metadata = new AppendMetadata
            {
                CorrelationId = "call", CausationId = "cause", UserName = "officer",
                Headers = ImmutableSortedDictionary<string, string>.Empty.Add("why", "test"),
            },
        };

        var result = await store.AppendAsync(request);

        Assert.Equal(AppendOutcome.Appended, result.Outcome);
        Assert.Equal(new StreamVersion(3), result.Receipt!.Versions["record-1"]);
        var events = await store.ReadStreamAsync("record-1").AllAsync();
        Assert.Equal([1, 2, 3], events.Select(one => ((Counted)one.Body).Number));
        Assert.Equal([1L, 2, 3], events.Select(one => one.Version.Value));
        Assert.Equal(result.Receipt.First, events[0].Position);
        Assert.Equal(result.Receipt.Last, events[2].Position);
        Assert.All(events, one => Assert.Equal("test_counted", one.Alias));
        Assert.All(events, one => Assert.Equal(Clock.GetUtcNow(), one.Timestamp));
        Assert.All(events, one => Assert.Equal(("call", "cause", "officer", "test"),
            (one.Metadata.CorrelationId, one.Metadata.CausationId, one.Metadata.UserName,
                one.Metadata.Headers["why"])));
        Assert.Equal(result.Receipt.Last, await store.HeadAsync());
    }

    [Fact]
    public async Task A_wrong_expected_version_is_refused_with_the_version_held()
    {
        var store = await OpenAsync();
        await store.AppendAsync(Make.Append("record-1", count: 2));

        var result = await store.AppendAsync(Make.Append("record-1", expected: 1));

        Assert.Equal(AppendOutcome.VersionConflict, result.Outcome);
        Assert.Equal("record-1", result.StreamId);
        Assert.Equal(new StreamVersion(2), result.HeldVersion);
        Assert.Equal(2, (await store.ReadAllAsync().AllAsync()).Length);
    }

    [Fact]
    public async Task Expected_zero_refuses_a_stream_that_exists()
    {
        var store = await OpenAsync();
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Make.Append("node", expected: 0))).Outcome);
        Assert.Equal(AppendOutcome.VersionConflict,
            (await store.AppendAsync(Make.Append("node", expected: 0))).Outcome);
    }

    [Fact]
    public async Task A_conflict_on_one_stream_leaves_all_streams_of_the_request_untouched()
    {
        var store = await OpenAsync();
        await store.AppendAsync(Make.Append("a"));

        var result = await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [Make.Stream("b", expected: 0), Make.Stream("a", expected: 0)],
            PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry("one")])],
        });

        Assert.Equal(AppendOutcome.VersionConflict, result.Outcome);
        Assert.Empty(await store.ReadStreamAsync("b").AllAsync());
        Assert.Equal(0, (await store.PeerStreams.HeadAsync(PeerData.Outgoing))?.Range.Size ?? 0);
    }

    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_and_changes_nothing()
    {
        var store = await OpenAsync();
        var command = Guid.NewGuid();
        var request = Make.Append("a", expected: 0, command: command) with
        {
            Answer = "{\"id\":7}",
            PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry("one"), PeerData.Entry("two")])],
        };
        var first = await store.AppendAsync(request);

        var second = await store.AppendAsync(request with { Answer = "other" });

        Assert.Equal(AppendOutcome.Repeated, second.Outcome);
        Assert.Equal("{\"id\":7}", second.Receipt!.Answer);
        Assert.Equal(first.Receipt!.Last, second.Receipt.Last);
        Assert.Equal(first.Receipt.Versions["a"], second.Receipt.Versions["a"]);
        Assert.Equal(new PeerSequence(0), second.Receipt.FirstIndices[PeerData.Outgoing]);
        Assert.Single(await store.ReadAllAsync().AllAsync());
        Assert.Equal(first.Receipt.Last, (await store.FindCommandAsync(command))!.Last);
        Assert.Null(await store.FindCommandAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Concurrent_appends_each_succeed_or_fail_by_themselves()
    {
        const int Callers = 60;
        var store = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, Callers)
            .Select(n => Task.Run(() => store.AppendAsync(Make.Append($"s-{n % 20}", expected: 0)))));

        Assert.Equal(20, results.Count(result => result.Outcome == AppendOutcome.Appended));
        Assert.Equal(40, results.Count(result => result.Outcome == AppendOutcome.VersionConflict));
        var events = await store.ReadAllAsync().AllAsync();
        Assert.Equal(20, events.Length);
        Assert.Equal(events.Select(one => one.Position).Order(), events.Select(one => one.Position));
    }

    [Fact]
    public async Task Indices_of_own_entries_are_drawn_without_gaps_while_many_release_to_one_peer()
    {
        const int Callers = 40;
        var store = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, Callers).Select(n => Task.Run(() => store.AppendAsync(
            Make.Append($"s-{n}") with
            {
                PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry($"{n}a"), PeerData.Entry($"{n}b")])],
            }))));

        var firsts = results.Select(result => result.Receipt!.FirstIndices[PeerData.Outgoing].Value).Order();
        Assert.Equal(Enumerable.Range(0, Callers).Select(n => 2L * n), firsts);
        var page = await store.PeerStreams.ReadAsync(PeerData.Outgoing, default,
            new PeerPageLimit(1000, long.MaxValue));
        Assert.Equal(Enumerable.Range(0, 2 * Callers).Select(n => (long)n), page.Select(entry => entry.Index.Value));
        var head = await store.PeerStreams.HeadAsync(PeerData.Outgoing);
        var expected = CompactRange.Empty.Append(page.Select(entry => entry.LeafHash));
        Assert.Equal(expected.Root(), head!.Range.Root());
        var edge = await store.PeerStreams.EdgeAsync(PeerData.Outgoing, new PeerSequence(5));
        Assert.Equal(CompactRange.Empty.Append(page.Take(5).Select(entry => entry.LeafHash)).Root(), edge.Root());
    }

    [Fact]
    public async Task A_first_release_to_a_whole_body_opens_every_stream()
    {
        const int Members = 193;
        var store = await OpenAsync();
        var appends = Enumerable.Range(0, Members)
            .Select(n => new PeerAppend(PeerData.Stream("xa", $"member-{n}"), [PeerData.Entry("released")]));

        var result = await store.AppendAsync(Make.Append("a") with { PeerEntries = [.. appends] });

        Assert.Equal(Members, result.Receipt!.FirstIndices.Count);
        Assert.All(await store.PeerStreams.ListAsync(), one => Assert.Equal(1, one.Size.Value));
    }

    [Fact]
    public async Task A_page_of_entries_ends_at_its_count_or_bytes_and_always_holds_one()
    {
        var store = await OpenAsync();
        var entries = Enumerable.Range(0, 10).Select(n => PeerData.Entry($"entry-{n}", "WyJhIl0", "WyJiIl0"));
        await store.AppendAsync(
            Make.Append("a") with { PeerEntries = [new PeerAppend(PeerData.Outgoing, [.. entries])] });

        var byCount = await store.PeerStreams.ReadAsync(PeerData.Outgoing, new PeerSequence(3),
            new PeerPageLimit(4, long.MaxValue));
        var byBytes = await store.PeerStreams.ReadAsync(PeerData.Outgoing, default, new PeerPageLimit(100, 70));
        var tiny = await store.PeerStreams.ReadAsync(PeerData.Outgoing, default, new PeerPageLimit(100, 1));
        var end = await store.PeerStreams.ReadAsync(PeerData.Outgoing, new PeerSequence(10), new PeerPageLimit(100, 1));

        Assert.Equal([3L, 4, 5, 6], byCount.Select(entry => entry.Index.Value));
        Assert.Equal(["WyJhIl0", "WyJiIl0"], byCount[0].Disclosures.AsEnumerable());
        Assert.Equal("jwt-entry-3", System.Text.Encoding.ASCII.GetString(byCount[0].Statement.Span));
        Assert.Equal(2, byBytes.Length);
        Assert.Single(tiny);
        Assert.Empty(end);
    }

    [Fact]
    public async Task A_verified_batch_is_stored_with_its_head_and_only_where_the_stream_ends()
    {
        var store = await OpenAsync();
        var stream = PeerData.Stream("xb", "xa");
        var first = PeerData.Batch(stream, CompactRange.Empty, 3);
        var second = PeerData.Batch(stream, first.Head.Range, 2);

        Assert.Equal(AppendOutcome.Appended, (await Store(first)).Outcome);
        var again = await Store(first);
        Assert.Equal(AppendOutcome.Appended, (await Store(second)).Outcome);

        Assert.Equal(AppendOutcome.PeerSizeConflict, again.Outcome);
        Assert.Equal((stream, new PeerSequence(3)), (again.PeerStream, again.HeldSize!.Value));
        var head = await store.PeerStreams.HeadAsync(stream);
        Assert.Equal(5, head!.Range.Size);
        Assert.Equal(second.Head.Range.Root(), head.Range.Root());
        Assert.Equal(second.Head.Checkpoint.ToArray(), head.Checkpoint.ToArray());
        Assert.Equal(second.Head.SignedAt, head.SignedAt);
        var page = await store.PeerStreams.ReadAsync(stream, new PeerSequence(2), new PeerPageLimit(10, long.MaxValue));
        Assert.Equal(["disclosed2", "disclosed3", "disclosed4"], page.Select(entry => entry.Disclosures.Single()));

        Task<AppendResult> Store(VerifiedBatch batch) =>
            store.AppendAsync(Make.Append("peer-xb") with { Incoming = [batch] });
    }

    [Fact]
    public async Task A_new_generation_closes_the_old_one_and_a_later_one_must_be_opened()
    {
        var store = await OpenAsync();
        var second = PeerData.Outgoing with { Generation = 2 };
        await store.AppendAsync(Release(PeerData.Outgoing));
        await Assert.ThrowsAsync<PeerStreamNotOpenException>(() => store.AppendAsync(Release(second)));

        await store.PeerStreams.OpenAsync(second);
        await store.PeerStreams.OpenAsync(second);

        Assert.Equal(AppendOutcome.PeerStreamClosed, (await store.AppendAsync(Release(PeerData.Outgoing))).Outcome);
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Release(second))).Outcome);
        var list = await store.PeerStreams.ListAsync();
        Assert.Equal([(1, 1L, true), (2, 1L, false)],
            list.Select(one => (one.Stream.Generation, one.Size.Value, one.IsClosed)));

        static AppendRequest Release(PeerStreamId stream) =>
            Make.Append("a") with { PeerEntries = [new PeerAppend(stream, [PeerData.Entry("one")])] };
    }

    [Fact]
    public async Task Destroyed_disclosures_are_gone_and_the_tree_stays()
    {
        var store = await OpenAsync();
        await store.AppendAsync(Make.Append("a") with
        {
            PeerEntries = [new PeerAppend(PeerData.Outgoing,
                [PeerData.Entry("e0", "AAAA", "BBBB"), PeerData.Entry("e1", "BBBB")])],
        });
        var before = (await store.PeerStreams.HeadAsync(PeerData.Outgoing))!.Range.Root();
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("BBBB"u8));

        var byDigest = await store.PeerStreams.DestroyDisclosuresAsync(PeerData.Outgoing, [], [digest]);
        var byEntry = await store.PeerStreams.DestroyDisclosuresAsync(PeerData.Outgoing, [new PeerSequence(0)], []);

        Assert.Equal((2, 1), (byDigest, byEntry));
        var page = await store.PeerStreams.ReadAsync(PeerData.Outgoing, default, new PeerPageLimit(10, long.MaxValue));
        Assert.All(page, entry => Assert.Empty(entry.Disclosures));
        Assert.Equal(before, (await store.PeerStreams.HeadAsync(PeerData.Outgoing))!.Range.Root());
        await Assert.ThrowsAsync<ArgumentException>(() =>
            store.PeerStreams.DestroyDisclosuresAsync(PeerData.Outgoing, [], []));
    }

    [Fact]
    public async Task Evidence_is_kept_with_the_event_and_cut_at_its_limit()
    {
        var store = await OpenAsync();
        var peer = new ParticipantId("xb");
        var bytes = new byte[StoreLimits.EvidenceBytesMax + 10];
        var evidence = new NewEvidence(Guid.NewGuid(), peer, "FORGED", "The signature does not fit.", bytes);

        await store.AppendAsync(Make.Append("peer-xb") with { Evidence = [evidence] });

        var kept = Assert.Single(await store.PeerStreams.ReadEvidenceAsync(peer, 10));
        Assert.Equal((evidence.Id, "FORGED", (long)bytes.Length), (kept.Id, kept.Fault, kept.Length));
        Assert.Equal(StoreLimits.EvidenceBytesMax, kept.Bytes.Length);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(bytes), kept.Sha256.ToArray());
        Assert.Equal(Clock.GetUtcNow(), kept.StoredAt);
    }

    [Fact]
    public async Task Domain_types_survive_the_log()
    {
        var store = await OpenAsync();
        var content = RecordContent.Parse("""{"title":{"en":"Öl & <gas>"},"persons":[],"n":12.50}""");
        var drafted = new ContentDrafted(
            new RecordId("r1"), content, [new ParticipantId("xa"), new ParticipantId("xb")],
                ContentHash.FromBytes(new byte[32]));

        await store.AppendAsync(
            Make.Append("record-r1") with { Streams = [new StreamAppend("record-r1", null, [drafted])] });

        var read = (ContentDrafted)Assert.Single(await store.ReadStreamAsync("record-r1").AllAsync()).Body;
        Assert.Equal((drafted.RecordId, drafted.Content, drafted.Hash), (read.RecordId, read.Content, read.Hash));
        Assert.Equal(drafted.Audience.AsEnumerable(), read.Audience.AsEnumerable());
    }

    [Fact]
    public async Task Reading_everything_passes_page_borders_and_starts_after_a_position()
    {
        const int Events = (2 * StoreLimits.ReadPageCountMax) + 7;
        var store = await OpenAsync();
        await store.AppendAsync(Make.Append("long", count: Events));

        var all = await store.ReadAllAsync().AllAsync();
        var rest = await store.ReadAllAsync(all[^8].Position).AllAsync();
        var stream = await store.ReadStreamAsync("long", new StreamVersion(Events - 2)).AllAsync();

        Assert.Equal(Enumerable.Range(1, Events), all.Select(one => ((Counted)one.Body).Number));
        Assert.Equal(7, rest.Length);
        Assert.Equal(2, stream.Length);
    }

    [Fact]
    public async Task Bodies_that_a_reader_leaves_out_are_missing_and_their_events_are_not()
    {
        const int Events = StoreLimits.ReadPageCountMax + 3;
        var store = await OpenAsync();
        await store.AppendAsync(Make.Append("long", count: Events));
        var whole = await store.ReadAllAsync().AllAsync();

        var bare = await store.ReadAllAsync(default, EventBodies.Without(typeof(Counted)), default).AllAsync();
        var others = await store.ReadAllAsync(default, EventBodies.Without(typeof(Renamed)), default).AllAsync();

        Assert.Equal(whole.Select(one => one with { Body = new BodyNotRead(typeof(Counted)) }), bare, Same);
        Assert.All(bare, one => Assert.True(one.Is<Counted>()));
        Assert.Equal(whole, others, Same);

        static bool Same(StoredEvent left, StoredEvent right) =>
            (left.Position, left.Id, left.StreamId, left.Version, left.Alias, left.Body, left.Timestamp).Equals(
                (right.Position, right.Id, right.StreamId, right.Version, right.Alias, right.Body, right.Timestamp));
    }

    [Fact]
    public async Task A_follower_gets_what_was_there_and_what_comes()
    {
        var store = await OpenAsync();
        await store.AppendAsync(Make.Append("a", count: 2));
        using var stop = new CancellationTokenSource(Patience);
        var seen = new List<long>();

        await foreach (var one in store.FollowAsync(default, stop.Token))
        {
            seen.Add(one.Version.Value);
            if (seen.Count == 2)
            {
                _ = store.AppendAsync(Make.Append("a", expected: 2));
            }
            else if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal([1L, 2, 3], seen);
    }

    [Fact]
    public async Task A_request_without_events_or_naming_a_stream_twice_is_a_bug_of_the_caller()
    {
        var store = await OpenAsync();
        var good = Make.Append("a");

        await Assert.ThrowsAsync<ArgumentException>(() => store.AppendAsync(good with { Streams = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            store.AppendAsync(good with { Streams = [Make.Stream("a"), Make.Stream("a")] }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.AppendAsync(good with { CommandId = Guid.Empty }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.AppendAsync(
            good with { Streams = [new StreamAppend("a", null, [new Counted(1, "a\0b")])] }));
    }

    [Fact]
    public async Task A_cancelled_caller_that_was_not_taken_appends_nothing()
    {
        var store = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            store.AppendAsync(Make.Append("a"), cancelled.Token));

        Assert.Empty(await store.ReadAllAsync().AllAsync());
    }
}
