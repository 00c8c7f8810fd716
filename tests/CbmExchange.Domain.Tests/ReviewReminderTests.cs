using CbmExchange.Domain.Contacts;

namespace CbmExchange.Domain.Tests;

/// <summary>Edge case 3: a State is reminded of its review at 30, 7 and 0 days, then told since when it is
/// overdue.</summary>
public sealed class ReviewReminderTests
{
    private static readonly DateTimeOffset ReviewBy = new(2026, 12, 31, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-30T23:59:59Z", null, null)]
    [InlineData("2026-12-01T00:00:00Z", "30-days", "review due in 30 days (2026-12-31)")]
    [InlineData("2026-12-23T23:59:59Z", "30-days", "review due in 8 days (2026-12-31)")]
    [InlineData("2026-12-24T00:00:00Z", "7-days", "review due in 7 days (2026-12-31)")]
    [InlineData("2026-12-30T23:59:59Z", "7-days", "review due in 1 day (2026-12-31)")]
    [InlineData("2026-12-31T00:00:00Z", "today", "review due today (2026-12-31)")]
    [InlineData("2026-12-31T08:59:59Z", "today", "review due today (2026-12-31)")]
    [InlineData("2026-12-31T09:00:00Z", "overdue", "review overdue since 2026-12-31")]
    [InlineData("2028-12-31T09:00:00Z", "overdue", "review overdue since 2026-12-31")]
    [Trait("Edge", "3")]
    public void Edge_case_3_a_review_is_reminded_of_and_never_ends_a_contact(
        string now, string? code, string? sentence)
    {
        var reminder = ReviewReminder.Of(ReviewBy, DateTimeOffset.Parse(now));
        Assert.Equal((code, sentence), (reminder?.Code, reminder?.Sentence));
    }

    [Fact]
    public void A_contact_without_a_date_is_not_reminded_of() =>
        Assert.Null(ReviewReminder.Of(null, ReviewBy));
}
