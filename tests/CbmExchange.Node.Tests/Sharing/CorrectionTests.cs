using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// Corrections on their whole way (domain.md §4.17): told to whoever ever received, both versions readable.
/// </summary>
public sealed class CorrectionTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    public async Task A_correction_goes_without_grants_to_whoever_was_left_out_since_and_keeps_the_wrong_one_readable()
    {
        var first = await A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(await Flow.ClearedAsync(A), Drafts.To("XB", "sections/annex-2")));
        var record = first.Record.RecordId;
        await ShareSteps.HeldAsync(B, record, view => view.ContentHash == first.Record.ContentHash);
        var forOther = await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(
            await ShareSteps.RevisedAsync(A, first.Record, MovedAway), Drafts.To("XC")));
        var right = await ShareSteps.RevisedAsync(
            A, forOther.Record, body => body.Abstract[0].Text_ = "What we really mean to do.");
        var request = ShareSteps.Correction(right, "The abstract.");

        var preview = await A.Publishing("authority").PreviewReleaseAsync(request);
        var corrected = await A.Publishing("authority").ReleaseRecordAsync(request);
        var held = await ShareSteps.HeldAsync(B, record, view => view.ContentHash == right.ContentHash);
        var own = await A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = record });

        Assert.All(preview.Recipients, one => Assert.Equal("corrected", one.EntryKind));
        Assert.Equal("The abstract.", PeerEntry.Parser.ParseFrom(preview.Recipients[0].Entry).Correction.WhatWasWrong);
        Assert.Equal(["XB", "XC"], corrected.Recipients.Select(one => one.Designator).Order());
        Assert.Equal("What we really mean to do.", held.Body.NationalDocument.Abstract[0].Text_);
        Assert.Equal(["main"], held.Body.NationalDocument.Sections.Select(section => section.Id));
        var wrong = Assert.Single(held.Earlier);
        Assert.Equal(("corrected", "typo", "The abstract."),
            (wrong.EndedAs, wrong.Correction.ReasonClass, wrong.Correction.WhatWasWrong));
        Assert.Equal("What we mean to do.", wrong.Body.NationalDocument.Abstract[0].Text_);
        Assert.Equal(["main"], wrong.Body.NationalDocument.Sections.Select(section => section.Id));
        Assert.Equal(first.Record.ContentHash, wrong.ContentHash);
        var changes = await ShareSteps.ChangesAsync(B, record);
        Assert.Equal(["published", "corrected"], changes.Select(item => item.Change));
        Assert.Equal(["corrected", "corrected"], own.Earlier.Select(version => version.EndedAs));
    }

    [Fact]
    public async Task A_new_version_that_corrects_nothing_leaves_the_one_before_as_superseded()
    {
        var first = await A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(await Flow.ClearedAsync(A), Drafts.To("XB")));
        var next = await ShareSteps.RevisedAsync(A, first.Record, MovedAway);
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(next, Drafts.To("XB")));

        var held = await ShareSteps.HeldAsync(B, next.RecordId, view => view.ContentHash == next.ContentHash);

        var before = Assert.Single(held.Earlier);
        Assert.Equal("superseded", before.EndedAs);
        Assert.Null(before.Correction);
    }

    [Fact]
    public async Task A_correction_that_nobody_would_read_is_refused()
    {
        var authority = A.Publishing("authority");
        var cleared = await Flow.ClearedAsync(A);
        var nobody = await ShareSteps.RefusedAsync(
            () => authority.ReleaseRecordAsync(ShareSteps.Correction(cleared, "A word.")));
        var released = await authority.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB", "sections")));
        var same = await ShareSteps.RefusedAsync(
            () => authority.ReleaseRecordAsync(ShareSteps.Correction(released.Record, "A word.")));
        var hidden = await ShareSteps.RevisedAsync(
            A, released.Record, body => body.Sections[1].Body[0].Text_ = "Withheld from XB.");
        var unseen = await ShareSteps.RefusedAsync(
            () => authority.ReleaseRecordAsync(ShareSteps.Correction(hidden, "A word.")));
        var request = ShareSteps.Correction(hidden, "A word.");
        request.Correction.ReasonClass = "invented";

        Assert.Equal(["NOTHING_TO_CORRECT", "NOTHING_TO_CORRECT", "NOTHING_TO_CORRECT"], [nobody, same, unseen]);
        Assert.Equal("FIELDS_INVALID", await ShareSteps.RefusedAsync(() => authority.ReleaseRecordAsync(request)));
    }

    [Fact]
    public async Task The_author_of_the_right_version_does_not_send_the_correction()
    {
        var released = await A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(await Flow.ClearedAsync(A), Drafts.To("XB")));
        var right = await ShareSteps.RevisedAsync(A, released.Record, MovedAway);

        var refused = await ShareSteps.RefusedAsync(
            () => A.Publishing("author").ReleaseRecordAsync(ShareSteps.Correction(right, "A word.")));

        Assert.Equal("ROLE_MISSING", refused);
    }

    private static void MovedAway(NationalDocument body) => body.OfficialUrl = "https://strategy.example.org/2";
}
