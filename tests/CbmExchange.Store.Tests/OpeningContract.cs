using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Testing;

namespace CbmExchange.Store.Tests;

/// <summary>How every store opens a new generation with what it begins with.</summary>
public abstract class OpeningContract
{
    private static readonly PeerStreamId Second = PeerData.Outgoing with { Generation = 2 };

    protected TestClock Clock { get; } = new();

    protected abstract Task<IEventStore> OpenAsync();

    [Fact]
    public async Task A_generation_and_what_it_begins_with_are_there_at_once_and_the_old_one_is_closed()
    {
        var store = await OpenAsync();
        await store.AppendAsync(Release(PeerData.Outgoing, "one", "two"));

        var result = await store.AppendAsync(Opening(2, "two", "one"));

        Assert.Equal(AppendOutcome.Appended, result.Outcome);
        Assert.Equal(["two", "one"], await TextsAsync(store, Second));
        var expected = CompactRange.Empty.Append([PeerData.Entry("two").LeafHash, PeerData.Entry("one").LeafHash]);
        Assert.Equal(expected.Root(), (await store.PeerStreams.HeadAsync(Second))!.Range.Root());
        var old = await store.AppendAsync(Release(PeerData.Outgoing, "late"));
        Assert.Equal(
            (AppendOutcome.PeerStreamClosed, PeerData.Outgoing, 2L),
            (old.Outcome, old.PeerStream, old.HeldSize!.Value.Value));
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Release(Second, "three"))).Outcome);
        Assert.Equal(["two", "one", "three"], await TextsAsync(store, Second));
        Assert.Equal(
            [(1, 2L, true), (2, 3L, false)],
            (await store.PeerStreams.ListAsync()).Select(one => (one.Stream.Generation, one.Size.Value, one.IsClosed)));
    }

    [Fact]
    public async Task A_stream_that_was_taken_back_grows_from_there()
    {
        var store = await OpenAsync();
        var back = PeerData.Batch(PeerData.Outgoing, CompactRange.Empty, 2);
        await store.AppendAsync(Make.Append("peer-xb") with { Incoming = [back] });

        await store.AppendAsync(Release(PeerData.Outgoing, "next"));

        var expected = back.Head.Range.Append([PeerData.Entry("next").LeafHash]);
        Assert.Equal(expected, (await store.PeerStreams.HeadAsync(PeerData.Outgoing))!.Range);
    }

    [Fact]
    public async Task An_entry_that_came_after_the_choice_refuses_the_opening_whole()
    {
        var store = await OpenAsync();
        await store.AppendAsync(Release(PeerData.Outgoing, "one", "two", "three"));

        var late = await store.AppendAsync(Opening(2, "one"));

        Assert.Equal((AppendOutcome.PeerSizeConflict, 3L), (late.Outcome, late.HeldSize!.Value.Value));
        Assert.Single(await store.PeerStreams.ListAsync());
        Assert.Empty(await store.ReadStreamAsync("opened").AllAsync());
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Release(PeerData.Outgoing, "four"))).Outcome);
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Opening(4, "one"))).Outcome);
    }

    [Fact]
    public async Task A_generation_is_opened_once_and_never_before_the_newest()
    {
        var store = await OpenAsync();
        var first = Opening(0);
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(first)).Outcome);

        Assert.Equal(AppendOutcome.Repeated, (await store.AppendAsync(first)).Outcome);
        Assert.Equal(AppendOutcome.PeerStreamClosed, (await store.AppendAsync(Opening(0))).Outcome);
        Assert.Equal(
            AppendOutcome.PeerStreamClosed, (await store.AppendAsync(Release(PeerData.Outgoing, "never"))).Outcome);
        Assert.Equal(0, (await store.PeerStreams.HeadAsync(Second))!.Range.Size);
        await Assert.ThrowsAsync<ArgumentException>(() => store.AppendAsync(Opening(0) with
        {
            PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry("one")])],
        }));
    }

    [Fact]
    public async Task Of_appends_that_race_with_an_opening_none_is_lost()
    {
        const int Callers = 30;
        var store = await OpenAsync();
        await store.AppendAsync(Release(PeerData.Outgoing, "first"));

        var appends = Enumerable.Range(0, Callers).Select(n => Task.Run(() => AppendWhereverAsync(store, $"{n}")));
        var opening = Task.Run(() => OpenWithAllAsync(store));
        await Task.WhenAll([.. appends, opening]);

        var texts = await TextsAsync(store, Second);
        Assert.Equal(
            Enumerable.Range(0, Callers).Select(n => $"{n}").Append("first").Order(StringComparer.Ordinal),
            texts.Order(StringComparer.Ordinal));
    }

    private static async Task AppendWhereverAsync(IEventStore store, string text)
    {
        var result = await store.AppendAsync(Release(PeerData.Outgoing, text));
        Assert.Equal(
            AppendOutcome.Appended,
            result.Outcome == AppendOutcome.PeerStreamClosed
                ? (await store.AppendAsync(Release(Second, text))).Outcome
                : result.Outcome);
    }

    private static async Task OpenWithAllAsync(IEventStore store)
    {
        AppendOutcome outcome;
        do
        {
            var texts = await TextsAsync(store, PeerData.Outgoing);
            outcome = (await store.AppendAsync(Opening(texts.Count, [.. texts]))).Outcome;
        }
        while (outcome == AppendOutcome.PeerSizeConflict);
        Assert.Equal(AppendOutcome.Appended, outcome);
    }

    private static AppendRequest Release(PeerStreamId stream, params string[] texts) =>
        Make.Append($"s-{Guid.NewGuid():N}") with
        {
            PeerEntries = [new PeerAppend(stream, [.. texts.Select(text => PeerData.Entry(text))])],
        };

    private static AppendRequest Opening(long sizeBefore, params string[] texts) => Make.Append("opened") with
    {
        Openings = [new PeerStreamOpening(
            Second, new PeerSequence(sizeBefore), [.. texts.Select(text => PeerData.Entry(text))])],
    };

    private static async Task<List<string>> TextsAsync(IEventStore store, PeerStreamId stream)
    {
        var page = await store.PeerStreams.ReadAsync(stream, default, new PeerPageLimit(1000, long.MaxValue));
        return [.. page.Select(entry => System.Text.Encoding.UTF8.GetString(entry.Entry.Span))];
    }
}
