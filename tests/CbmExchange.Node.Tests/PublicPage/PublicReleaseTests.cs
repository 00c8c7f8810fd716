using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Node.Tests.PublicPage;

/// <summary>What may be released to the public, and what may not (domain.md §4.3, decision 0027).</summary>
public sealed class PublicReleaseTests : PublicPageScene
{
    [Fact]
    public async Task Only_what_is_clear_actual_no_message_and_without_persons_is_released_to_the_public()
    {
        var green = Public();
        green.Marking.Tlp = "TLP:GREEN";
        var trial = Drafts.Strategy();
        trial.Context = "test";
        trial.ExerciseId = "";
        var notice = Drafts.Notification("XB", "immediate");
        notice.Context = "actual";
        notice.ExerciseId = "";
        var contact = await Node.Publishing("author").DraftRecordAsync(Drafts.Contact("A. Person"));
        contact = await Node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = contact.RecordId,
            ExpectedVersion = contact.HeldVersion,
            Nomination = new()
            {
                ReferenceNo = "1", Date = "2026-01-01", NominatingAuthority = "Ministry", Medium = "note-verbale",
            },
        });
        contact = await Node.Publishing("author").SubmitRecordAsync(Flow.Command(contact));
        contact = await Node.Publishing("authority").ClearRecordAsync(Flow.Command(contact));
        var without = Public();
        without.ExceptParts.Add("persons");

        Assert.Equal("MARKING_REFUSED", await RefusedAsync(await ClearedAsync("x"), green));
        Assert.Equal("PUBLIC_ACTUAL_ONLY", await RefusedAsync(await Flow.ClearedAsync(Node, trial), Public()));
        Assert.Equal("PUBLIC_NOT_FOR_MESSAGES", await RefusedAsync(await Flow.ClearedAsync(Node, notice), Public()));
        Assert.Equal("PUBLIC_WITHOUT_PERSONS", await RefusedAsync(contact, Public()));
        Assert.Contains(
            (await Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(contact, without))).Recipients,
            one => one.Designator == "public");
    }

    [Fact]
    public async Task A_node_without_a_public_page_releases_nothing_to_the_public_and_listens_nowhere_for_it()
    {
        await Node.DisposeAsync();
        Home.Change(settings => settings with { Listeners = settings.Listeners with { Public = null } });
        Node = await TestNode.StartAsync(Home);

        Assert.Null(Node.Host.PublicAddress);
        Assert.Equal("PUBLIC_NOT_OFFERED", await RefusedAsync(await ClearedAsync("x"), Public()));
    }

    [Fact]
    public async Task A_release_to_the_public_writes_nothing_into_any_peer_stream()
    {
        await ReleasedAsync(await ClearedAsync("Public only"));

        Assert.Equal("0", await Home.ScalarAsync("select count(*) from cbm_peer_entries"));
    }
}
