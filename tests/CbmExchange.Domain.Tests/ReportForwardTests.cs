using System.Text.Json;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Reports;

namespace CbmExchange.Domain.Tests;

/// <summary>The report of a new period begins from the last one (domain.md §4.16).</summary>
public sealed class ReportForwardTests
{
    private static readonly RecordContent Last = ContentDefaults.With(
        Templates.Of("implementation-report"), "items", JsonDocument.Parse("""
            [{"id":"osce-7","measure":"osce:7","status":"implemented",
              "narrative":[{"lang":"en","text":"Done.","status":"authoritative"}]},
             {"id":"osce-8","measure":"osce:8","status":"partly"}]
            """).RootElement);

    [Fact]
    public void Only_what_was_confirmed_says_again_what_it_said()
    {
        var next = ReportForward.Of(Last, "2027-01-01", "2027-12-31", ["osce-7"]).Value.Claims;

        var items = next.GetProperty("items");
        Assert.Equal("implemented", items[0].GetProperty("status").GetString());
        Assert.True(items[0].GetProperty("unchangedSinceLast").GetBoolean());
        Assert.Equal("Done.", items[0].GetProperty("narrative")[0].GetProperty("text").GetString());
        Assert.Equal("not-entered", items[1].GetProperty("status").GetString());
        Assert.False(items[1].TryGetProperty("unchangedSinceLast", out _));
        Assert.Equal("2027-01-01", next.GetProperty("periodFrom").GetString());
    }

    [Fact]
    public void A_mark_of_last_year_is_not_carried_without_a_new_look()
    {
        var once = ReportForward.Of(Last, "2027-01-01", "2027-12-31", ["osce-7"]).Value;

        var twice = ReportForward.Of(once, "2028-01-01", "2028-12-31", []).Value.Claims;

        Assert.All(twice.GetProperty("items").EnumerateArray(), item =>
        {
            Assert.Equal("not-entered", item.GetProperty("status").GetString());
            Assert.False(item.TryGetProperty("unchangedSinceLast", out _));
        });
    }

    [Fact]
    public void Nothing_of_the_last_period_but_its_items_goes_along()
    {
        var last = ContentDefaults.With(Last, "referenceNumber", "XA-2026-7K3QD4");

        var next = ReportForward.Of(last, "2027-01-01", "2027-12-31", []).Value.Claims;

        Assert.False(next.TryGetProperty("referenceNumber", out _));
        Assert.False(next.TryGetProperty("generalRemarks", out _));
        Assert.False(next.TryGetProperty("evidence", out _));
        Assert.Equal(last.Claims.GetProperty("catalogue").GetString(), next.GetProperty("catalogue").GetString());
    }

    [Fact]
    public void An_item_that_the_last_report_does_not_have_cannot_be_confirmed()
    {
        var refused = ReportForward.Of(Last, "2027-01-01", "2027-12-31", ["osce-7", "osce-99"]).Refusal!;

        Assert.Equal("FIELDS_INVALID", refused.Reason);
        Assert.Equal("confirmedItems[1]", Assert.Single(refused.Faults).Field);
    }
}
