using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// What quotes an item of another participant goes no further than that one allows, or granted when it was asked
/// (domain.md §4.3 invariant 6).
/// </summary>
public sealed class PermissionTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Refused = "ONWARD_SHARING_NEEDS_CONSENT";

    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    public async Task A_granted_permission_unlocks_just_that_item_to_those_recipients_in_those_parts_under_that_label()
    {
        var item = await ItemAsync();
        var other = await ItemAsync();
        Assert.Equal(Refused, await QuoteAsync(item, "XC", "TLP:AMBER", "sections"));
        Assert.Equal("", await QuoteAsync(item, "XB", "TLP:GREEN"));

        var reply = await AskAsync(item, "granted");

        await TwoNodes.UntilAsync(() => QuoteAsync(item, "XC", "TLP:AMBER", "sections"), reason => reason == "");
        Assert.Equal("", await QuoteAsync(item, "XC", "TLP:RED", "sections"));
        Assert.Equal(Refused, await QuoteAsync(item, "XC", "TLP:GREEN", "sections"));
        Assert.Equal(Refused, await QuoteAsync(item, "XC", "TLP:AMBER"));
        Assert.Equal(Refused, await QuoteAsync(item, "XC", "TLP:AMBER", "sections", "abstract"));
        Assert.Equal(Refused, await QuoteAsync(item, "XO", "TLP:AMBER", "sections"));
        Assert.Equal(Refused, await QuoteAsync(other, "XC", "TLP:AMBER", "sections"));

        await B.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = reply.RecordId,
            ExpectedVersion = reply.HeldVersion,
            ReasonClass = "policy-change",
            Request = "stop-using",
        });
        await TwoNodes.UntilAsync(() => QuoteAsync(item, "XC", "TLP:AMBER", "sections"), reason => reason == Refused);
    }

    [Theory]
    [InlineData("declined")]
    [InlineData("under-consideration")]
    public async Task Any_other_answer_unlocks_nothing(string decision)
    {
        var item = await ItemAsync();
        var reply = await AskAsync(item, decision);
        await ShareSteps.HeldAsync(A, reply.RecordId, _ => true);

        Assert.Equal(Refused, await QuoteAsync(item, "XC", "TLP:AMBER", "sections"));
    }

    [Fact]
    public async Task A_permission_for_an_earlier_version_is_none_for_a_later_one()
    {
        var item = await ItemAsync();
        await AskAsync(item, "granted");
        await TwoNodes.UntilAsync(() => QuoteAsync(item, "XC", "TLP:AMBER", "sections"), reason => reason == "");
        var held = await B.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = item });
        var next = await ShareSteps.RevisedAsync(
            B, new RecordCommandReply { RecordId = item, HeldVersion = held.HeldVersion },
            body => body.Abstract[0].Text_ = "Something else.");
        await B.Publishing("authority").ReleaseRecordAsync(Flow.Release(next, Drafts.To("XA")));
        await ShareSteps.HeldAsync(A, item, view => view.ContentHash == next.ContentHash);

        Assert.Equal(Refused, await QuoteAsync(item, "XC", "TLP:AMBER", "sections"));
    }

    [Fact]
    public async Task What_is_not_held_cannot_be_quoted_and_reads_as_any_other_mistake()
    {
        var cleared = await Flow.ClearedAsync(A);
        var hidden = await Flow.ClearedAsync(B);
        foreach (var record in new[] { hidden.RecordId, Guid.NewGuid().ToString() })
        {
            var request = Flow.Release(cleared, Drafts.To("XC"));
            request.Quotes.Add(new Quote { Record = record });
            Assert.Equal(
                "FIELDS_INVALID",
                await ShareSteps.RefusedAsync(() => A.Publishing("authority").ReleaseRecordAsync(request)));
        }
    }

    // A strategy of XB that XA holds, not to be passed on without consent.
    private async Task<string> ItemAsync()
    {
        var released = await B.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(await Flow.ClearedAsync(B), Drafts.To("XA")));
        await ShareSteps.HeldAsync(A, released.Record.RecordId, _ => true);
        return released.Record.RecordId;
    }

    // XA asks for the sections, to XC, under AMBER; XB answers.
    private async Task<RecordCommandReply> AskAsync(string item, string decision)
    {
        var held = await A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = item });
        var request = await SentAsync(A, "XB", new RecordBody
        {
            PermissionRequest = new PermissionRequest
            {
                OfRecord = new RecordReference { RecordId = item, ContentHash = held.ContentHash },
                OnwardTo = { Drafts.IdOf("XC") },
                Purpose = { Drafts.Text("Their operators are affected too.") },
                MarkingSought = "TLP:AMBER",
                Parts = { "sections" },
            },
        });
        var asked = await ShareSteps.HeldAsync(B, request.RecordId, _ => true);
        var reply = new PermissionReply
        {
            OfRecord = new RecordReference { RecordId = request.RecordId, ContentHash = asked.ContentHash },
            Decision = decision,
        };
        if (decision == "granted")
        {
            reply.GrantedTo.Add(Drafts.IdOf("XC"));
        }

        return await SentAsync(B, "XA", new RecordBody { PermissionReply = reply });
    }

    private static async Task<RecordCommandReply> SentAsync(TestNode node, string to, RecordBody body)
    {
        var draft = Drafts.Strategy();
        draft.Body = body;
        var cleared = await Flow.ClearedAsync(node, draft);
        return (await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to)))).Record;
    }

    // Empty when it would be released; previewed, so that nothing is.
    private async Task<string> QuoteAsync(string item, string to, string tlp, params string[] parts)
    {
        var grant = Drafts.To(to);
        grant.Marking.Tlp = tlp;
        var request = Flow.Release(await Flow.ClearedAsync(A), grant);
        request.Quotes.Add(new Quote { Record = item, Parts = { parts } });
        try
        {
            await A.Publishing("authority").PreviewReleaseAsync(request);
            return "";
        }
        catch (Grpc.Core.RpcException error)
        {
            return Hosting.Refused.Detail<Contracts.Rpc.ErrorInfo>(error)?.Reason ?? error.ToString();
        }
    }
}
