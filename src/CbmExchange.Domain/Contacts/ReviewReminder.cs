using System.Globalization;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// That an own contact is to be reviewed soon, or was to be (domain.md §4.21: 3). Nothing follows by itself: a contact
/// whose review is overdue stays as it is, and only its State changes or ends it.
/// </summary>
/// <param name="ReviewBy">When the review is due.</param>
/// <param name="Code">30-days, 7-days, today or overdue: the last reminder that was reached.</param>
/// <param name="Sentence">"review due in 5 days (2026-11-27)", "review overdue since 2026-11-01".</param>
public sealed record ReviewReminder(DateTimeOffset ReviewBy, string Code, string Sentence)
{
    /// <summary>The code of a review whose date has passed.</summary>
    public const string Overdue = "overdue";

    private static readonly int[] DaysBefore = [7, 30];

    /// <summary>The reminder at an instant; null when the date is further away than 30 days, or not stated.</summary>
    public static ReviewReminder? Of(DateTimeOffset? reviewBy, DateTimeOffset now)
    {
        if (reviewBy is not { } by)
        {
            return null;
        }

        var day = by.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (by <= now)
        {
            return new ReviewReminder(by, Overdue, $"review overdue since {day}");
        }

        // By the calendar day in UTC, as the date is written.
        var days = (by.UtcDateTime.Date - now.UtcDateTime.Date).Days;
        if (days == 0)
        {
            return new ReviewReminder(by, "today", $"review due today ({day})");
        }

        return DaysBefore.Where(before => days <= before)
            .Select(before => new ReviewReminder(
                by,
                string.Create(CultureInfo.InvariantCulture, $"{before}-days"),
                string.Create(
                    CultureInfo.InvariantCulture, $"review due in {days} {(days == 1 ? "day" : "days")} ({day})")))
            .FirstOrDefault();
    }
}
