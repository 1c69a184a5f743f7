"""Who may do what with a case in each of its states; the refused cells are the specification.

done: it is done. 403: this person may not. 409: it does not fit the case as it is now.
with_head: in the department, without an officer. handed_over: sent there, not answered yet. at_desk: its
third transfer waits for the clerk. The officer is in charge where the case has one, and a colleague like any
other where it has none. The substitute stands in for the officer, who is away today. What a helping
department may do stands in test_subtask_matrix.
"""

STAFF = """
                                received assigned with_head handed_over at_desk in_progress waiting resolved closed rejected withdrawn

head           accept           409      409      409       done        409     409         409     409      409    409      409
head           send_back        409      409      409       done        409     409         409     409      409    409      409
head           place            403      403      403       403         403     403         403     403      403    403      403
head           assign           done     done     done      done        409     done        409     409      409    409      409
head           start            409      done     409       409         409     409         409     409      409    409      409
head           ask              409      done     409       409         409     done        409     409      409    409      409
head           transfer         done     done     done      done        409     done        409     409      409    409      409
head           hand_back        403      403      403       403         403     403         403     403      403    403      403
head           resolve          409      409      409       409         409     done        409     409      409    409      409
head           propose          403      403      403       403         403     403         403     403      403    403      403
head           approve          409      409      409       409         409     409         409     409      409    409      409
head           return_result    409      409      409       409         409     409         409     409      409    409      409
head           take_back        403      403      403       403         403     403         403     403      403    403      403
head           reject           done     done     done      done        409     done        409     409      409    409      409
head           ask_subtask         409      done     done      409         409     done        done    409      409    409      409
head           ask_outside         409      done     done      409         409     done        done    409      409    409      409
head           add_step         409      409      409       409         409     409         409     409      409    409      409
head           mark_duplicate   done     done     done      done        409     done        409     409      409    409      409
head           unmark_duplicate 409      409      409       409         409     409         409     409      409    409      409
head           note             done     done     done      done        done    done        done    done     done   done     done
head           extend           done     done     done      done        409     done        409     409      409    409      409
head           explain          409      409      409       409         409     409         409     409      409    409      409

officer        accept           403      403      403       403         403     403         403     403      403    403      403
officer        send_back        403      403      403       403         403     403         403     403      403    403      403
officer        place            403      403      403       403         403     403         403     403      403    403      403
officer        assign           403      403      403       403         403     403         403     403      403    403      403
officer        start            403      done     403       403         403     409         409     409      409    403      403
officer        ask              403      done     403       403         403     done        409     409      409    403      403
officer        transfer         403      done     403       403         403     done        409     409      409    403      403
officer        hand_back        403      done     403       403         403     done        409     409      409    403      403
officer        resolve          403      409      403       403         403     done        409     409      409    403      403
officer        propose          403      409      403       403         403     409         409     409      409    403      403
officer        approve          403      403      403       403         403     403         403     403      403    403      403
officer        return_result    403      403      403       403         403     403         403     403      403    403      403
officer        take_back        403      409      403       403         403     409         409     409      409    403      403
officer        reject           403      done     403       403         403     done        409     409      409    403      403
officer        ask_subtask         403      403      403       403         403     403         403     403      403    403      403
officer        ask_outside         403      done      403       403         403     done         done     409      409    403      403
officer        add_step         403      409      403       403         403     409         409     409      409    403      403
officer        mark_duplicate   403      done     403       403         403     done        409     409      409    403      403
officer        unmark_duplicate 403      409      403       403         403     409         409     409      409    403      403
officer        note             done     done     done      done        done    done        done    done     done   done     done
officer        extend           403      403      403       403         403     403         403     403      403    403      403
officer        explain          403      409      403       403         403     409         409     409      409    403      403

substitute     accept           403      403      403       403         403     403         403     403      403    403      403
substitute     send_back        403      403      403       403         403     403         403     403      403    403      403
substitute     place            403      403      403       403         403     403         403     403      403    403      403
substitute     assign           403      403      403       403         403     403         403     403      403    403      403
substitute     start            403      done     403       403         403     409         409     409      409    403      403
substitute     ask              403      done     403       403         403     done        409     409      409    403      403
substitute     transfer         403      done     403       403         403     done        409     409      409    403      403
substitute     hand_back        403      done     403       403         403     done        409     409      409    403      403
substitute     resolve          403      409      403       403         403     done        409     409      409    403      403
substitute     propose          403      409      403       403         403     409         409     409      409    403      403
substitute     approve          403      403      403       403         403     403         403     403      403    403      403
substitute     return_result    403      403      403       403         403     403         403     403      403    403      403
substitute     take_back        403      409      403       403         403     409         409     409      409    403      403
substitute     reject           403      done     403       403         403     done        409     409      409    403      403
substitute     ask_subtask         403      403      403       403         403     403         403     403      403    403      403
substitute     ask_outside         403      done      403       403         403     done         done     409      409    403      403
substitute     add_step         403      409      403       403         403     409         409     409      409    403      403
substitute     mark_duplicate   403      done     403       403         403     done        409     409      409    403      403
substitute     unmark_duplicate 403      409      403       403         403     409         409     409      409    403      403
substitute     note             done     done     done      done        done    done        done    done     done   done     done
substitute     extend           403      403      403       403         403     403         403     403      403    403      403
substitute     explain          403      409      403       403         403     409         409     409      409    403      403

colleague      accept           403      403      403       403         403     403         403     403      403    403      403
colleague      send_back        403      403      403       403         403     403         403     403      403    403      403
colleague      place            403      403      403       403         403     403         403     403      403    403      403
colleague      assign           403      403      403       403         403     403         403     403      403    403      403
colleague      start            403      403      403       403         403     403         403     403      403    403      403
colleague      ask              403      403      403       403         403     403         403     403      403    403      403
colleague      transfer         403      403      403       403         403     403         403     403      403    403      403
colleague      hand_back        403      403      403       403         403     403         403     403      403    403      403
colleague      resolve          403      403      403       403         403     403         403     403      403    403      403
colleague      propose          403      403      403       403         403     403         403     403      403    403      403
colleague      approve          403      403      403       403         403     403         403     403      403    403      403
colleague      return_result    403      403      403       403         403     403         403     403      403    403      403
colleague      take_back        403      403      403       403         403     403         403     403      403    403      403
colleague      reject           403      403      403       403         403     403         403     403      403    403      403
colleague      ask_subtask         403      403      403       403         403     403         403     403      403    403      403
colleague      ask_outside         403      403      403       403         403     403         403     403      403    403      403
colleague      add_step         403      403      403       403         403     403         403     403      403    403      403
colleague      mark_duplicate   403      403      403       403         403     403         403     403      403    403      403
colleague      unmark_duplicate 403      403      403       403         403     403         403     403      403    403      403
colleague      note             done     done     done      done        done    done        done    done     done   done     done
colleague      extend           403      403      403       403         403     403         403     403      403    403      403
colleague      explain          403      403      403       403         403     403         403     403      403    403      403

stranger       accept           403      403      403       403         403     403         403     403      403    403      403
stranger       send_back        403      403      403       403         403     403         403     403      403    403      403
stranger       place            403      403      403       403         403     403         403     403      403    403      403
stranger       assign           403      403      403       403         403     403         403     403      403    403      403
stranger       start            403      403      403       403         403     403         403     403      403    403      403
stranger       ask              403      403      403       403         403     403         403     403      403    403      403
stranger       transfer         403      403      403       403         403     403         403     403      403    403      403
stranger       hand_back        403      403      403       403         403     403         403     403      403    403      403
stranger       resolve          403      403      403       403         403     403         403     403      403    403      403
stranger       propose          403      403      403       403         403     403         403     403      403    403      403
stranger       approve          403      403      403       403         403     403         403     403      403    403      403
stranger       return_result    403      403      403       403         403     403         403     403      403    403      403
stranger       take_back        403      403      403       403         403     403         403     403      403    403      403
stranger       reject           403      403      403       403         403     403         403     403      403    403      403
stranger       ask_subtask         403      403      403       403         403     403         403     403      403    403      403
stranger       ask_outside         403      403      403       403         403     403         403     403      403    403      403
stranger       add_step         403      403      403       403         403     403         403     403      403    403      403
stranger       mark_duplicate   403      403      403       403         403     403         403     403      403    403      403
stranger       unmark_duplicate 403      403      403       403         403     403         403     403      403    403      403
stranger       note             403      403      403       403         403     403         403     403      403    403      403
stranger       extend           403      403      403       403         403     403         403     403      403    403      403
stranger       explain          403      403      403       403         403     403         403     403      403    403      403

clerk          accept           403      403      403       403         403     403         403     403      403    403      403
clerk          send_back        403      403      403       403         403     403         403     403      403    403      403
clerk          place            409      409      409       409         done    409         409     409      409    409      409
clerk          assign           403      403      403       403         403     403         403     403      403    403      403
clerk          start            403      403      403       403         403     403         403     403      403    403      403
clerk          ask              403      403      403       403         403     403         403     403      403    403      403
clerk          transfer         done     403      done      done        409     403         403     403      403    409      409
clerk          hand_back        403      403      403       403         403     403         403     403      403    403      403
clerk          resolve          403      403      403       403         403     403         403     403      403    403      403
clerk          propose          403      403      403       403         403     403         403     403      403    403      403
clerk          approve          403      403      403       403         403     403         403     403      403    403      403
clerk          return_result    403      403      403       403         403     403         403     403      403    403      403
clerk          take_back        403      403      403       403         403     403         403     403      403    403      403
clerk          reject           403      403      403       403         403     403         403     403      403    403      403
clerk          ask_subtask         403      403      403       403         403     403         403     403      403    403      403
clerk          ask_outside         403      403      403       403         403     403         403     403      403    403      403
clerk          add_step         403      403      403       403         403     403         403     403      403    403      403
clerk          mark_duplicate   done     403      done      done        409     403         403     403      403    409      409
clerk          unmark_duplicate 409      409      409       409         409     409         409     409      409    409      409
clerk          note             done     done     done      done        done    done        done    done     done   done     done
clerk          extend           403      403      403       403         403     403         403     403      403    403      403
clerk          explain          403      403      403       403         403     403         403     403      403    403      403

executive      accept           403      403      403       403         403     403         403     403      403    403      403
executive      send_back        403      403      403       403         403     403         403     403      403    403      403
executive      place            403      403      403       403         403     403         403     403      403    403      403
executive      assign           403      403      403       403         403     403         403     403      403    403      403
executive      start            403      403      403       403         403     403         403     403      403    403      403
executive      ask              403      403      403       403         403     403         403     403      403    403      403
executive      transfer         403      403      403       403         403     403         403     403      403    403      403
executive      hand_back        403      403      403       403         403     403         403     403      403    403      403
executive      resolve          403      403      403       403         403     403         403     403      403    403      403
executive      propose          403      403      403       403         403     403         403     403      403    403      403
executive      approve          403      403      403       403         403     403         403     403      403    403      403
executive      return_result    403      403      403       403         403     403         403     403      403    403      403
executive      take_back        403      403      403       403         403     403         403     403      403    403      403
executive      reject           403      403      403       403         403     403         403     403      403    403      403
executive      ask_subtask         403      403      403       403         403     403         403     403      403    403      403
executive      ask_outside         403      403      403       403         403     403         403     403      403    403      403
executive      add_step         403      403      403       403         403     403         403     403      403    403      403
executive      mark_duplicate   403      403      403       403         403     403         403     403      403    403      403
executive      unmark_duplicate 403      403      403       403         403     403         403     403      403    403      403
executive      note             403      403      403       403         403     403         403     403      403    403      403
executive      extend           403      403      403       403         403     403         403     403      403    403      403
executive      explain          403      403      403       403         403     403         403     403      403    403      403

administrator  accept           403      403      403       403         403     403         403     403      403    403      403
administrator  send_back        403      403      403       403         403     403         403     403      403    403      403
administrator  place            403      403      403       403         403     403         403     403      403    403      403
administrator  assign           403      403      403       403         403     403         403     403      403    403      403
administrator  start            403      403      403       403         403     403         403     403      403    403      403
administrator  ask              403      403      403       403         403     403         403     403      403    403      403
administrator  transfer         403      403      403       403         403     403         403     403      403    403      403
administrator  hand_back        403      403      403       403         403     403         403     403      403    403      403
administrator  resolve          403      403      403       403         403     403         403     403      403    403      403
administrator  propose          403      403      403       403         403     403         403     403      403    403      403
administrator  approve          403      403      403       403         403     403         403     403      403    403      403
administrator  return_result    403      403      403       403         403     403         403     403      403    403      403
administrator  take_back        403      403      403       403         403     403         403     403      403    403      403
administrator  reject           403      403      403       403         403     403         403     403      403    403      403
administrator  ask_subtask         403      403      403       403         403     403         403     403      403    403      403
administrator  ask_outside         403      403      403       403         403     403         403     403      403    403      403
administrator  add_step         403      403      403       403         403     403         403     403      403    403      403
administrator  mark_duplicate   403      403      403       403         403     403         403     403      403    403      403
administrator  unmark_duplicate 403      403      403       403         403     403         403     403      403    403      403
administrator  note             403      403      403       403         403     403         403     403      403    403      403
administrator  extend           403      403      403       403         403     403         403     403      403    403      403
administrator  explain          403      403      403       403         403     403         403     403      403    403      403
"""  # noqa: E501
