using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

/// <summary>When a State looks at its own document again (domain.md §4.24).</summary>
public sealed class DocumentReviewTests
{
    private static readonly DateTimeOffset Released = new(2026, 2, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_document_is_due_twelve_months_after_its_release_unless_it_names_a_date()
    {
        var silent = Templates.Of("advisory");
        var dated = ContentDefaults.With(silent, "reviewBy", "2026-06-01T00:00:00Z");

        Assert.Equal(Released.AddMonths(12), DocumentReview.DueAt(silent, Released, Policies.Default));
        Assert.Equal(
            new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero),
            DocumentReview.DueAt(dated, Released, Policies.Default));
    }

    [Fact]
    public void Confirming_changes_nothing_but_the_date()
    {
        var content = Templates.Of("advisory");

        var confirmed = DocumentReview.Confirmed(content, Released, Policies.Default);

        Assert.Equal(content, ContentDefaults.Without(confirmed, "reviewBy"));
        Assert.Equal("2027-02-28T12:00:00Z", confirmed.Claims.GetProperty("reviewBy").GetString());
    }
}
