using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Messages;

/// <summary>A message leads to a question and its answer, or to a request and an offer: short forms.</summary>
[Collection(InChromium.Name)]
public sealed class AskOnScreenTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J15")]
    public async Task A_question_is_put_from_the_message_and_answered_in_words(string language)
    {
        var message = await ArrivedAsync();
        await using var duty = await Visit.InAsync(chromium, B, "duty", language);
        await using var second = await Visit.InAsync(chromium, B, "authority", language);
        await using var asked = await Visit.InAsync(chromium, A, "duty", language);
        await duty.OpenAsync($"/inbox/{message}");
        var form = await duty.UnfoldAsync("ask");
        await form.Locator("[name=question]").FillAsync("Is this an exercise of yours?");
        await form.Locator("[name=seen]").FillAsync("Scans of mail servers.");
        await form.Locator("[name=level]").SelectOptionAsync("technical");
        await form.Locator("[name=topic]").SelectOptionAsync("incident-technical");
        await form.Locator("[name=language]").SelectOptionAsync("en");
        await form.Locator("[name=by]").FillAsync("tomorrow");
        await duty.ShootBothAsync($"ask-{language}");

        // A time that is none is said so by the page, whatever the browser lets through; what was typed stays.
        await form.Locator("[name=by]").EvaluateAsync("one => one.removeAttribute('pattern')");
        await form.Locator("button").ClickAsync();
        await duty.Page.Locator(".problem").WaitForAsync();
        Assert.Equal("Scans of mail servers.", await duty.Form("ask").Locator("[name=seen]").InputValueAsync());
        await duty.Form("ask").Locator("[name=by]").FillAsync("");
        await duty.Form("ask").Locator("button").ClickAsync();
        var question = await duty.SubmittedAsync();
        await second.ReleasedAsync(question, "XA");

        var there = await ShareSteps.HeldAsync(A, question, _ => true);
        Assert.Equal("Is this an exercise of yours?", there.Body.ClarificationRequest.Question[0].Text_);
        await asked.OpenAsync($"/inbox/{question}");
        var answer = await asked.UnfoldAsync("answer");
        await answer.Locator("[name=kind]").SelectOptionAsync("clarification");
        await answer.Locator("[name=text]").FillAsync("It is, until noon.");
        await asked.ShootBothAsync($"answer-{language}");
        await answer.Locator("button").ClickAsync();
        await asked.Page.Locator("main > article a.button[href^='/records/']").ClickAsync();
        var draft = await A.Publishing("duty").GetRecordAsync(new() { Record = await asked.RecordIdAsync() });
        Assert.Equal(("clarification", question), (draft.Body.Response.Kind, draft.Body.Response.OfRecord.RecordId));
        Assert.Empty(duty.Complaints.Concat(second.Complaints).Concat(asked.Complaints));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J15")]
    public async Task Help_is_asked_for_from_the_message_and_partly_offered(string language)
    {
        var message = await ArrivedAsync();
        await using var duty = await Visit.InAsync(chromium, B, "duty", language);
        await using var second = await Visit.InAsync(chromium, B, "authority", language);
        await using var helper = await Visit.InAsync(chromium, A, "duty", language);
        await duty.OpenAsync($"/inbox/{message}");
        var form = await duty.UnfoldAsync("help");
        await form.Locator("[name=sought][value=logs-preservation]").CheckAsync();
        await form.Locator("[name=description]").FillAsync("Logs of last night.");
        await form.Locator("[name=contact]").FillAsync("National desk");
        await form.Locator("[name=precedence]").SelectOptionAsync("immediate");
        await form.Locator("[name=language]").SelectOptionAsync("en");
        await duty.ShootBothAsync($"help-{language}");
        await form.Locator("button").ClickAsync();
        var request = await duty.SubmittedAsync();
        await second.ReleasedAsync(request, "XA");

        await ShareSteps.HeldAsync(A, request, _ => true);
        await helper.OpenAsync($"/inbox/{request}");
        var offer = await helper.UnfoldAsync("offer");
        await offer.Locator("[name=can]").SelectOptionAsync("partly");
        await offer.Locator("[name=language]").SelectOptionAsync("en");

        // Partly, without saying what: the node wants when, what, how far and on which terms.
        await offer.Locator("button").ClickAsync();
        await helper.Page.Locator(".problem").WaitForAsync();
        foreach (var field in new[] { "when", "nature", "scope", "terms" })
        {
            await helper.Form("offer").Locator($"[name={field}]").FillAsync($"What {field} means here.");
        }

        await helper.Form("offer").Locator("[name=can]").SelectOptionAsync("partly");
        await helper.ShootBothAsync($"offer-{language}");
        await helper.Form("offer").Locator("button").ClickAsync();
        var draft = await A.Publishing("duty").GetRecordAsync(new() { Record = await helper.RecordIdAsync() });
        Assert.Equal(
            ("partly", request), (draft.Body.AssistanceReply.CanAssist, draft.Body.AssistanceReply.OfRecord.RecordId));
        Assert.Empty(duty.Complaints.Concat(second.Complaints).Concat(helper.Complaints));
    }

    [Fact]
    public async Task What_somebody_unfolded_and_typed_stays_when_news_come()
    {
        var message = await ArrivedAsync();
        await using var duty = await Visit.AsAsync(chromium, B, "duty");
        await duty.OpenAsync($"/inbox/{message}");
        var form = await duty.UnfoldAsync("ask");
        await form.Locator("[name=question]").FillAsync("Half a question");
        await duty.Page.EvaluateAsync("document.activeElement.blur()");

        // Another officer confirms it: this page takes that over, and nothing else.
        await B.Messaging("duty2").AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(), Record = message, DutyDesk = "Other desk",
        });
        await ArrivedAsync();
        await duty.Page.Locator(".receipt", new() { HasText = "Other desk" }).WaitForAsync();
        Assert.True(await form.IsVisibleAsync());
        Assert.Equal("Half a question", await form.Locator("[name=question]").InputValueAsync());
        Assert.Empty(duty.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_shuts_anybody_out(ColorScheme scheme)
    {
        var message = await ArrivedAsync();
        await using var duty = await Visit.AsAsync(chromium, B, "duty", options => options.ColorScheme = scheme);
        await duty.MustBeOpenToAllAsync($"/inbox/{message}");
        await duty.UnfoldAsync("ask");
        await duty.UnfoldAsync("help");
        await duty.UnfoldAsync("answer");
        await duty.MustBeOpenAsItIsAsync("questions and answers");
        await duty.ShootAsync($"ask-all-{scheme}");
    }

    private async Task<string> ArrivedAsync()
    {
        var sent = await ExerciseDrafts.ReleasedAsync(A, Drafts.Notification("XB", "priority"), "XB");
        await ShareSteps.HeldAsync(B, sent.Record.RecordId, _ => true);
        return sent.Record.RecordId;
    }
}
