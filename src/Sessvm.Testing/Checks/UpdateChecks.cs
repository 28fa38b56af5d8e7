using Sessvm.Stores;
using Xunit;
using static Sessvm.Testing.Checks.StoreDoors;

namespace Sessvm.Testing.Checks;

internal static class UpdateChecks
{
    internal static async Task An_update_replaces_every_field(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical("zoë"));
        SessionRow next = SampleRows.Full("zoë") with { Id = row.Id };
        Assert.Equal(UpdateOutcome.Updated, await store.Update(next, row.Version));
        SameRow(next, await store.Find(row.Id));
    }

    internal static async Task An_update_from_another_version_is_a_conflict(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        SessionRow next = SampleRows.Exchanged(row);
        Assert.Equal(UpdateOutcome.Conflict, await store.Update(next, row.Version.Next()));
        SameRow(row, await store.Find(row.Id));
        Assert.Equal(UpdateOutcome.Updated, await store.Update(next, row.Version));
        Assert.Equal(UpdateOutcome.Conflict, await store.Update(SampleRows.Exchanged(row), row.Version));
        SameRow(next, await store.Find(row.Id));
    }

    internal static async Task An_update_of_an_unknown_session_adds_nothing(ISessionStore store)
    {
        SessionRow row = SampleRows.Typical();
        Assert.Equal(UpdateOutcome.NotFound, await store.Update(row, row.Version));
        SameRow(null, await store.Find(row.Id));
    }

    internal static async Task An_ended_session_is_never_updated_whatever_the_version(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await store.End(EndTarget.One(row.Id));
        SessionRow ended = await store.Get(row.Id);
        Assert.Equal(UpdateOutcome.Ended, await store.Update(SampleRows.Exchanged(row), row.Version)); // R5
        Assert.Equal(UpdateOutcome.Ended, await store.Update(SampleRows.Exchanged(row), ended.Version));
        Assert.Equal(UpdateOutcome.Ended, await store.Update(SampleRows.Exchanged(row), row.Version.Next()));
        SameRow(ended, await store.Find(row.Id));
    }

    internal static async Task An_update_can_end(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        SessionRow ended = row with { End = SignedOut, Version = row.Version.Next() };
        Assert.Equal(UpdateOutcome.Updated, await store.Update(ended, row.Version));
        SameRow(ended, await store.Find(row.Id));
        Assert.Equal(UpdateOutcome.Ended, await store.Update(row, ended.Version));
        Assert.Empty(await store.List(row.Subject));
        Assert.Empty(await store.End(EndTarget.OfSubject(row.Subject)));
    }

    internal static async Task A_later_last_seen_survives_an_update(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        DateTimeOffset late = Start.AddHours(2);
        await store.Touch(new SessionMark(row.Id, 1, null, late));
        SessionRow next = SampleRows.Exchanged(row);
        Assert.Equal(UpdateOutcome.Updated, await store.Update(next, row.Version));
        SameRow(next with { LastSeenAt = late }, await store.Find(row.Id));
    }

    internal static async Task The_first_sight_of_an_unchanged_generation_survives_an_update(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        DateTimeOffset seen = Start.AddMinutes(1);
        await store.Touch(new SessionMark(row.Id, 1, seen, null));
        SessionRow next = row with { Held = true, Version = row.Version.Next() };
        Assert.Equal(UpdateOutcome.Updated, await store.Update(next, row.Version));
        SameRow(next with { SeenAt = seen }, await store.Find(row.Id));
        SessionRow later = next with { SeenAt = seen.AddMinutes(1), Version = next.Version.Next() };
        Assert.Equal(UpdateOutcome.Updated, await store.Update(later, next.Version));
        SameRow(later with { SeenAt = seen }, await store.Find(row.Id));
    }

    internal static async Task The_first_sight_of_a_former_generation_does_not_survive(ISessionStore store)
    {
        SessionRow row = await store.Added(SampleRows.Typical());
        await store.Touch(new SessionMark(row.Id, 1, Start.AddMinutes(1), null));
        SessionRow next = SampleRows.Exchanged(row);
        Assert.Equal(UpdateOutcome.Updated, await store.Update(next, row.Version));
        SameRow(next, await store.Find(row.Id));
    }
}
