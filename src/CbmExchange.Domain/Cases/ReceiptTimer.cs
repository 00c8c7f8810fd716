using System.Globalization;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>Until when a human receipt is looked for at one recipient, and what that rests on.</summary>
/// <param name="DueAt">The instant.</param>
/// <param name="Basis">"1 h for immediate", "2 working days of the recipient's desk (Europe/Vilnius)".</param>
public sealed record ReceiptTimer(DateTimeOffset DueAt, string Basis)
{
    /// <summary>Working days for routine (domain.md §1.12).</summary>
    private const int WorkingDays = 2;

    // Two working days lie within 190 days or the desk says no hours worth waiting for: 2 openings a day at most.
    private const int OpeningsMax = 512;

    /// <summary>
    /// Counts from the release. Routine counts working days of the recipient's own desk, where its hours are known:
    /// days on which a shift of it begins, after the local day of the release. A desk that is manned always, or whose
    /// hours are not known, has the time of the clock.
    /// </summary>
    public static ReceiptTimer Of(
        string precedence, DateTimeOffset releasedAt, DutyHours? hours, Policies policies) =>
        Precedences.Rank(precedence) > 0
            ? Counted(precedence, releasedAt, policies, "")
            : hours is { IsAlways: false } && EndOfWorkingDays(releasedAt, hours) is { } due
                ? new ReceiptTimer(due, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{WorkingDays} working days of the recipient's desk ({hours.TimeZone})"))
                : Counted(
                    Precedences.Routine, releasedAt, policies,
                    hours is null ? ": the recipient's calendar is not known here" : ": the desk is manned always");

    /// <summary>For reading: what is looked for, or since when; it judges nobody.</summary>
    public string Sentence(DateTimeOffset now) =>
        DueAt > now
            ? $"human receipt looked for by {Moment(DueAt, now)} (in {Length(DueAt - now)})"
            : $"no receipt recorded so far; looked for since {Moment(DueAt, now)}";

    /// <summary>"12 min", "3 h 5 min", "2 d 4 h".</summary>
    public static string Length(TimeSpan length)
    {
        var minutes = (long)Math.Ceiling(length.TotalMinutes);
        return minutes < 60 ? Invariant($"{minutes} min")
            : minutes < 24 * 60 ? Invariant($"{minutes / 60} h {minutes % 60} min")
            : Invariant($"{minutes / (24 * 60)} d {minutes % (24 * 60) / 60} h");
    }

    /// <summary>"03:29Z", with its day when that is another one.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(
            at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm'Z'" : "yyyy-MM-dd HH:mm'Z'",
            CultureInfo.InvariantCulture);

    private static ReceiptTimer Counted(
        string precedence, DateTimeOffset releasedAt, Policies policies, string why)
    {
        var within = policies.HumanReceiptWithin[precedence];
        return new ReceiptTimer(
            releasedAt + within,
            within.TotalHours < 1
                ? Invariant($"{within.TotalMinutes} min for {precedence}{why}")
                : Invariant($"{within.TotalHours} h for {precedence}{why}"));
    }

    private static DateTimeOffset? EndOfWorkingDays(DateTimeOffset releasedAt, DutyHours hours)
    {
        var today = DateOnly.FromDateTime(hours.LocalTime(releasedAt).DateTime);
        var (days, last, due) = (0, today, default(DateTimeOffset?));
        var at = releasedAt;
        for (var count = 0; count < OpeningsMax; count++)
        {
            if (hours.NextOpening(at) is not { } opening || hours.NextClosing(opening) is not { } closing)
            {
                return due;
            }

            var day = DateOnly.FromDateTime(hours.LocalTime(opening).DateTime);
            if (day > last && days == WorkingDays)
            {
                return due;
            }

            (days, due) = day > last ? (days + 1, closing) : (days, days > 0 ? closing : due);
            (last, at) = (day, closing);
        }

        return due;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
